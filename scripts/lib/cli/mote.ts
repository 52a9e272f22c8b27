import { Command } from "commander";
import { shellQuoted } from "./shell";
import { print } from "./terminal";

/** A command of `npx mote`. */
interface MoteCommand {
  /** Its file under scripts/. */
  readonly file: string;
  /** The npm script that is the same. */
  readonly script: string;
  /** What it does, in the list of all. */
  readonly summary: string;
}

/** All commands of `npx mote`, in the order in which a board meets them. */
export const MOTE = {
  new: { file: "new", script: "new", summary: "write a board file, or the files of a new kind of sensor" },
  start: { file: "simulate", script: "start", summary: "run a board on this computer, with a broker of its own" },
  page: { file: "page", script: "page", summary: "show boards in a page in the browser" },
  build: { file: "build", script: "build", summary: "make the program of a board, and tell what it takes" },
  flash: { file: "flash", script: "flash", summary: "build a board and put it on a chip" },
  update: { file: "update", script: "update", summary: "bring a board's program to its nodes, over the air" },
  monitor: { file: "monitor", script: "monitor", summary: "show a chip's console, with errors told in TypeScript" },
  command: { file: "command", script: "command", summary: "give a command to an actuator, and wait for its state" },
  clean: { file: "clean-mqtt", script: "clean-mqtt", summary: "remove what a board left retained on its brokers" },
  doctor: { file: "doctor", script: "doctor", summary: "look at what a node needs: this computer, boards, brokers" },
} as const satisfies Readonly<Record<string, MoteCommand>>;

export type MoteName = keyof typeof MOTE;

/**
 * A command as it is typed in a shell: by npm where this process was started so, and else by npx.
 * @param args Words, which are quoted where the shell needs that
 */
export function typed(name: MoteName, args: readonly string[] = [], environment = process.env): string {
  const words = args.map((word) => shellQuoted(word));
  if (!isStartedByNpm(environment)) return ["npx mote", name, ...words].join(" ");
  return [npmScript(name), ...(words.length === 0 ? [] : ["--", ...words])].join(" ");
}

/** The npm script that is a command. */
export function npmScript(name: MoteName): string {
  const { script } = MOTE[name];
  return script === "start" ? "npm start" : `npm run ${script}`;
}

function isStartedByNpm({ npm_lifecycle_event: event }: NodeJS.ProcessEnv): boolean {
  return Object.values<MoteCommand>(MOTE).some(({ script }) => script === event);
}

/** Says what comes next, when a command has done what it was for. */
export function tellNext(name: MoteName, args: readonly string[], what: string): void {
  print(`next     ${typed(name, args)}  (${what})`);
}

/** What a file of scripts/ makes its command of: its usage is told as it was typed, and its help is named behind errors of usage. */
export function moteCommand(name: MoteName): Command {
  const usage = isStartedByNpm(process.env) ? `${npmScript(name)} --` : typed(name);
  return new Command(usage).showHelpAfterError(`see ${typed(name, ["--help"])}`);
}
