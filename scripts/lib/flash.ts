import type { Board } from "../../firmware/config";
import { EspruinoConsole, type Answering } from "./espruino-console";
import { joinBroker } from "./join-broker";
import { parseMac, usesMac, withMac } from "./placeholders";
import { isTooOld, RUNTIME_VERSION } from "./runtime/layout";
import type { SerialLine } from "./serial/line";
import { startProgram, upload } from "./upload";
import { UserError } from "./user-error";
import { listenForOnline } from "./wait-online";

const BOOT_MS = 15_000;
/** Wi-Fi takes some seconds, and a first attempt may fail. */
const ONLINE_MS = 90_000;

export interface FlashOptions {
  board: Board;
  /** The built file, a byte string. */
  program: string;
  /** Writes Espruino to a chip that has none, or one that is too old. */
  installRuntime: (isEspruino: boolean) => Promise<void>;
  /** Whether to wait until the node says that it runs and is online. */
  isVerified: boolean;
  /** Another broker than the board file's to see the node on. */
  brokerUrl?: string;
  /** Says what happened, a line at a time. */
  print: (line: string) => void;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Takes a chip from whatever is on it to a node that is online, as far as can be seen from here.
 * @throws UserError for what a person can put right
 */
export async function flash(line: SerialLine, options: FlashOptions): Promise<void> {
  const { board, program, print } = options;
  let console = new EspruinoConsole(line);
  let found = await timed(print, describe, () => console.look());
  if (found.kind !== "espruino" || isTooOld(found.version)) {
    await options.installRuntime(found.kind === "espruino");
    console = new EspruinoConsole(line);
    found = await timed(print, describe, () => lookAfterBoot(console));
    if (found.kind !== "espruino") {
      throw new UserError(
        `${line.name}: Espruino was written, but its console does not answer: press the reset button and try again`,
      );
    }
  }
  await timed(
    print,
    () => `program of ${program.length} bytes written, compared, and made the one that starts`,
    () => upload(console, { program, onProgress: options.onProgress }),
  );
  const online = options.isVerified ? await watch({ ...options, board: await boardOfChip(board, console) }) : undefined;
  await startProgram(console);
  if (!options.isVerified) return;
  const greeting = `mote ${board.name}`;
  await timed(
    print,
    () => `the node says: ${greeting}`,
    () => console.waitForLine(greeting, BOOT_MS),
  );
  if (online !== undefined) {
    try {
      await timed(
        print,
        () => `${board.name} is online`,
        () => online.wait(ONLINE_MS),
      );
    } finally {
      await online.leave();
    }
  }
}

/** The board with the chip's address in its topics, where they hold it. */
async function boardOfChip(board: Board, console: EspruinoConsole): Promise<Board> {
  return usesMac(board) ? withMac(board, parseMac(String(await console.evaluate("getSerial()")))) : board;
}

/** Listens for the node on its broker, where that can be reached from here. */
async function watch({
  board,
  brokerUrl,
  print,
}: FlashOptions): Promise<{ wait: (timeoutMs: number) => Promise<void>; leave: () => Promise<void> } | undefined> {
  try {
    const client = await joinBroker(board, brokerUrl);
    return { wait: await listenForOnline(client, board), leave: () => client.endAsync(true) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    print(`whether it comes online cannot be seen: ${error.message}`);
    return undefined;
  }
}

/** A chip that has just been written boots first. */
async function lookAfterBoot(console: EspruinoConsole): Promise<Answering> {
  for (let tries = 1; ; tries++) {
    const found = await console.look();
    if (found.kind === "espruino" || tries === 4) return found;
  }
}

function describe(found: Answering): string {
  switch (found.kind) {
    case "espruino":
      return `Espruino ${found.version} on ${found.board}, ${found.freeBytes} bytes of Storage free`;
    case "nodemcu":
      return "NodeMCU answers, which does not run this program";
    case "bootLoader":
      return "the chip's boot loader answers: there is no Espruino on it";
    case "nothing":
      return `nothing answers that is Espruino ${RUNTIME_VERSION} or later`;
  }
}

/** Says what a step found, and how long it took. */
async function timed<T>(print: (line: string) => void, say: (result: T) => string, step: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const result = await step();
  print(`${say(result)}  (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  return result;
}
