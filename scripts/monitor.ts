import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { environmentOption, neededForMonitor, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, hideInErrors, runCommand } from "./lib/cli/command-line";
import { moteCommand } from "./lib/cli/mote";
import { serialPort, serialPortOption } from "./lib/cli/serial-port";
import { isTerminal, print, writeRaw } from "./lib/cli/terminal";
import { obviousBoard } from "./lib/cli/which-board";
import { loadBoard } from "./lib/board/load";
import { Monitor } from "./lib/monitor/monitor";
import { mapOf, SourcePositions } from "./lib/monitor/source-positions";
import { Transcript } from "./lib/monitor/transcript";
import { END_KEYS, sendTyped } from "./lib/monitor/typed";
import { openLine } from "./lib/serial/open";
import { followPort, listPorts } from "./lib/serial/ports";

const root = resolve(__dirname, "..");

interface Options extends EnvironmentOptions {
  board?: string;
  port?: string;
  log?: string;
}

async function monitor(options: Options): Promise<void> {
  const name = obviousBoard(options.board, root);
  const needs = neededForMonitor;
  const loaded =
    name === undefined ? undefined : loadBoard(name, { environment: process.env, names: options.env, needs });
  if (loaded !== undefined) hideInErrors(loaded.hide);
  const map = loaded === undefined ? undefined : mapOf(join(root, "dist", loaded.board.name), loaded.board.engine);
  const positions = map === undefined ? undefined : SourcePositions.ofMap(map);
  const port = await serialPort(options.port);
  const find = await followPort(port, listPorts);
  const transcript = new Transcript({
    write: writeRaw,
    isTerminal: isTerminal(),
    logFile: options.log,
    secrets: loaded?.secrets ?? [],
  });
  const session = new Monitor({ open: async () => openLine(await find()), positions, transcript });
  print(
    map === undefined || positions === undefined
      ? `places in the program are not told in TypeScript: ${map === undefined ? "name its board with --board" : "build it first"}`
      : `places in the program are told by ${relative(process.cwd(), map)}, the last build of ${name}`,
  );
  const stopTyping = sendTyped(process.stdin, session);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => session.stop());
  try {
    await session.run();
  } finally {
    stopTyping();
    transcript.close();
  }
}

export function command(): Command {
  return moteCommand("monitor")
    .description(`Shows a chip's console, and sends what is typed. ${END_KEYS}`)
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(serialPortOption())
    .option("--log <file>", "adds what is shown to a file, with the date")
    .action(monitor);
}

if (require.main === module) void runCommand(command());
