import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import type { MqttClient } from "mqtt";
import { joinBroker } from "./lib/broker/join";
import {
  environmentOption,
  loadForCommand,
  neededForBrokerMonitor,
  neededForMonitor,
  type EnvironmentOptions,
} from "./lib/cli/board";
import { boardOption, hideInErrors, macOption, runCommand } from "./lib/cli/command-line";
import { moteCommand } from "./lib/cli/mote";
import { serialPort, serialPortOption } from "./lib/cli/serial-port";
import { isTerminal, print, writeRaw } from "./lib/cli/terminal";
import { obviousBoard, whichBoard } from "./lib/cli/which-board";
import { loadBoard, type LoadedBoard } from "./lib/board/load";
import { BrokerMonitor } from "./lib/monitor/broker-monitor";
import { Monitor } from "./lib/monitor/monitor";
import { mapOf, SourcePositions } from "./lib/monitor/source-positions";
import { Transcript } from "./lib/monitor/transcript";
import { END_KEYS, sendTyped } from "./lib/monitor/typed";
import { openLine } from "./lib/serial/open";
import { followPort, listPorts } from "./lib/serial/ports";

const root = resolve(__dirname, "..");

interface Options extends EnvironmentOptions {
  board?: string;
  mac?: string;
  broker?: string | true;
  port?: string;
  log?: string;
}

async function monitor(options: Options): Promise<void> {
  if (options.broker !== undefined) return overBroker(options, options.broker === true ? undefined : options.broker);
  const name = obviousBoard(options.board, root);
  const needs = neededForMonitor;
  const loaded =
    name === undefined ? undefined : loadBoard(name, { environment: process.env, names: options.env, needs });
  if (loaded !== undefined) hideInErrors(loaded.hide);
  const port = await serialPort(options.port);
  const find = await followPort(port, listPorts);
  const transcript = transcriptOf(options, loaded);
  const session = new Monitor({
    open: async () => openLine(await find()),
    positions: tellPositions(loaded),
    transcript,
  });
  const stopTyping = sendTyped(process.stdin, session);
  await untilStopped(session, transcript, stopTyping);
}

async function overBroker(options: Options, url: string | undefined): Promise<void> {
  const loaded = loadForCommand(await whichBoard(options.board, root), options, {
    needs: neededForBrokerMonitor(url),
  });
  const { board, strangers } = loaded;
  const transcript = transcriptOf(options, loaded);
  const join = (): Promise<MqttClient> => joinBroker(board, url ?? strangers);
  const session = new BrokerMonitor({ join, board, mac: options.mac, positions: tellPositions(loaded), transcript });
  await untilStopped(session, transcript);
}

function transcriptOf({ log }: Options, loaded: LoadedBoard | undefined): Transcript {
  return new Transcript({
    write: writeRaw,
    isTerminal: isTerminal(),
    logFile: log,
    secrets: loaded?.secrets ?? [],
  });
}

/** The source map of a board's last build; says which it is, or why there is none. */
function tellPositions(loaded: LoadedBoard | undefined): SourcePositions | undefined {
  const map = loaded === undefined ? undefined : mapOf(join(root, "dist", loaded.board.name), loaded.board.engine);
  const positions = map === undefined ? undefined : SourcePositions.ofMap(map);
  print(
    map === undefined || positions === undefined
      ? `places in the program are not told in TypeScript: ${map === undefined ? "name its board with --board" : "build it first"}`
      : `places in the program are told by ${relative(process.cwd(), map)}, the last build of ${loaded?.board.name}`,
  );
  return positions;
}

async function untilStopped(
  session: Monitor | BrokerMonitor,
  transcript: Transcript,
  ended: () => void = () => {},
): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => session.stop());
  try {
    await session.run();
  } finally {
    ended();
    transcript.close();
  }
}

export function command(): Command {
  return moteCommand("monitor")
    .description(`Shows a chip's console, and sends what is typed. ${END_KEYS}`)
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(serialPortOption().conflicts("broker"))
    .option("--broker [url]", "what the node publishes of it instead: at its board file's brokers, or at another one")
    .addOption(macOption())
    .option("--log <file>", "adds what is shown to a file, with the date")
    .action(monitor);
}

if (require.main === module) void runCommand(command());
