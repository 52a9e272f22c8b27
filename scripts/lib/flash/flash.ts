import type { Board } from "../board/config";
import type { StrangeBrokers } from "../board/strange-broker";
import { EspruinoTarget } from "./espruino/target";
import { timed, type FlashTarget, type ProgramFile } from "./target";
import { joinBroker } from "../broker/join";
import type { NodeMcuNeeds } from "../build/lua/needs";
import { NodeMcuTarget } from "./nodemcu/target";
import { parseMac, usesMac, withMac } from "../board/placeholders";
import type { SerialLine } from "../serial/line";
import { UserError } from "../user-error";
import { listenForOnline } from "../broker/wait-online";

/** An ESP8266 unpacks its image twice, is restarted by a watchdog, and waits a second at each boot. */
const BOOT_MS = 40_000;
/** Wi-Fi takes some seconds, and a first attempt may fail. */
const ONLINE_MS = 90_000;

export interface FlashOptions {
  board: Board;
  /** What was built: one file for Espruino. */
  files: readonly ProgramFile[];
  /** The file of the board's secrets, a byte string. It is never printed. */
  secrets: string;
  /** What the program needs of NodeMCU, where it is for that. */
  needs?: NodeMcuNeeds;
  /** The most variables of Espruino's that it takes, where it is for that and the build could count them. */
  mostVariables?: number;
  /** Writes Espruino to a chip that has none, or one that is too old. */
  installRuntime: (isEspruino: boolean) => Promise<void>;
  /** Whether to wait until the node says that it runs and is online. */
  isVerified: boolean;
  /** Another broker than the board file's to see the node on; or which of those are not to be connected to. */
  broker: string | StrangeBrokers;
  /** Says what happened, a line at a time. */
  print: (line: string) => void;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
}

const TARGETS: Readonly<Record<Board["engine"], (line: SerialLine, options: FlashOptions) => FlashTarget>> = {
  espruino: (line, { board, files, secrets, mostVariables, installRuntime, print }) =>
    new EspruinoTarget(line, {
      chip: board.chip,
      program: files[0].bytes,
      secrets,
      hasBluetooth: board.consoles?.bluetooth === true,
      mostVariables,
      installRuntime,
      print,
    }),
  nodemcu: (line, { board, files, secrets, needs = { modules: [] }, print }) =>
    new NodeMcuTarget(line, { chip: board.chip, files, secrets, needs, print }),
};

/**
 * Takes a chip from whatever is on it to a node that is online, as far as can be seen from here.
 * @throws UserError for what a person can put right
 */
export async function flash(line: SerialLine, options: FlashOptions): Promise<void> {
  const { board, files, print } = options;
  const target = TARGETS[board.engine](line, options);
  await target.prepare();
  await timed(
    print,
    (areOther) =>
      `program of ${bytesOf(files)} bytes written, compared, and made the one that starts; ` +
      (areOther ? "secrets written" : "secrets as they were"),
    () => target.upload(options.onProgress),
  );
  const online = options.isVerified ? await watch({ ...options, board: await boardOfChip(board, target) }) : undefined;
  await target.start();
  if (!options.isVerified) return;
  const greeting = `mote ${board.name}`;
  await timed(
    print,
    () => `the node says: ${greeting}`,
    () => target.waitForLine(greeting, BOOT_MS),
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
async function boardOfChip(board: Board, target: FlashTarget): Promise<Board> {
  return usesMac(board) ? withMac(board, parseMac(await target.address())) : board;
}

function bytesOf(files: readonly ProgramFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** Listens for the node on its broker, where that can be reached from here. */
async function watch({
  board,
  broker,
  print,
}: FlashOptions): Promise<{ wait: (timeoutMs: number) => Promise<void>; leave: () => Promise<void> } | undefined> {
  try {
    const client = await joinBroker(board, broker);
    const leave = (): Promise<void> => client.endAsync(true);
    try {
      return { wait: await listenForOnline(client, board), leave };
    } catch (error) {
      await leave();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    print(`whether it comes online cannot be seen: ${error.message}`);
    return undefined;
  }
}
