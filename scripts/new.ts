import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { printWarnings, runCommand } from "./lib/cli/command-line";
import { ask, choose } from "./lib/cli/keyboard";
import { moteCommand, tellNext } from "./lib/cli/mote";
import { print } from "./lib/cli/terminal";
import { ASKED_FORM, parseAsked, type Asked, type List } from "./lib/new/asked";
import { newKind, WHATS, type What } from "./lib/new/kinds/new-kind";
import { newBoard, type NewBoardOptions } from "./lib/new/new-board";
import { CHIP_KEYS } from "./lib/platforms/chip-names";
import { HARDWARE_NAMES } from "./lib/platforms/hardware";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

interface Options extends NewBoardOptions {
  kind?: What;
}

function kindOfName(what: What, name: string | undefined): void {
  if (name === undefined) throw new UserError(`say what the new kind of ${what} is called`);
  const { type, paths, tests, known } = newKind(root, what, name);
  // Apart from this process, which has loaded the index as it was.
  const schema = spawnSync(process.execPath, ["-r", "./.config/run-typescript.cjs", "scripts/schema.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  if (schema.status !== 0) throw new UserError("npm run schema failed:", ...schema.stderr.trimEnd().split("\n"));
  print(`the ${what} "${type}", which does something simple already; look for "To do" in`);
  paths.forEach((path) => print(`  ${path}`));
  if (known !== undefined) print(`take out of scripts/lib/board/known-names.ts that there is ${known}`);
  print("the schema and the reference know it too");
  print(`next     npx mocha ${tests.join(" ")}  (runs its tests, on a simulated board too)`);
}

function askedOption(list: List): Option {
  const flag = list.replace(/s$/, "");
  return new Option(
    `--${flag} <${flag}>`,
    `${ASKED_FORM}, such as ${list === "sensors" ? "soil=analog@D34" : "pump=switch"}; may be given for each`,
  ).argParser((text, before: Asked[] | undefined) => {
    try {
      return [...(before ?? []), parseAsked(list, text)];
    } catch (error) {
      throw error instanceof UserError ? new InvalidArgumentError(error.message) : error;
    }
  });
}

async function ofName(name: string | undefined, { kind, ...options }: Options): Promise<void> {
  if (kind !== undefined) {
    kindOfName(kind, name);
    return;
  }
  const person = { ask: async (question: string) => (await ask(question)) ?? "", choose, print };
  const made = await newBoard(root, name, options, process.stdin.isTTY ? person : undefined);
  printWarnings(made.warnings);
  made.lines.forEach(print);
  tellNext("start", ["--board", made.name], "runs it on this computer");
}

export function command(): Command {
  return moteCommand("new")
    .description(
      "Writes a board file that runs at once: by these options, or where none is given by a few questions. With --kind, the files of a new kind of sensor, actuator, rule or filter.",
    )
    .argument("[name]", "what the board or the kind is called")
    .addOption(new Option("--engine <engine>", "the interpreter on the chip").choices(["espruino", "nodemcu"]))
    .addOption(new Option("--chip <chip>", "the chip").choices(CHIP_KEYS))
    .addOption(
      new Option("--hardware <board>", "the board that the chip is on, for pins as printed there").choices(
        HARDWARE_NAMES,
      ),
    )
    .addOption(askedOption("sensors"))
    .addOption(askedOption("actuators"))
    .option("--topics <base>", "what its topics begin with (default: home/<name>)")
    .addOption(
      new Option("--kind <what>", "instead the files of a new kind of that, with their tests")
        .choices([...WHATS])
        .conflicts(["engine", "chip", "hardware", "sensor", "actuator", "topics"]),
    )
    .action(ofName);
}

if (require.main === module) void runCommand(command());
