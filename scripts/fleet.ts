import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { makeBrokers } from "../test/simulator/fleet/brokers";
import { checkFaults, parseFaults } from "../test/simulator/fleet/faults";
import { Fleet } from "../test/simulator/fleet/fleet";
import { isNumbered } from "../test/simulator/fleet/numbering";
import { inLines } from "../test/simulator/fleet/report";
import { isSecure } from "./lib/board/facts";
import { simulationEnvironment } from "./lib/board/load";
import { usesMac } from "./lib/board/placeholders";
import { buildBoard } from "./lib/build/build";
import { environmentOption, loadForCommand, type EnvironmentOptions } from "./lib/cli/board";
import { runCommand } from "./lib/cli/command-line";
import { wholeNumber } from "./lib/cli/numbers";
import { print, printError } from "./lib/cli/terminal";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");
/** A reading at QoS 0 and one at QoS 1. */
const USUAL_BOARD = join(root, "test/simulator/fleet/meter.json");

interface Options extends EnvironmentOptions {
  board: string;
  count: number;
  broker: string[];
  seconds: number;
  fault?: string;
  story?: string;
  json?: true;
}

/** Ctrl-C ends brokers and their files with this process, and the processes of boards end when it is gone. */
async function fleet(options: Options): Promise<void> {
  const { count, seconds, fault = "", story } = options;
  const { board } = loadForCommand(options.board, options, simulationEnvironment(root, process.env));
  if (!usesMac(board)) {
    throw new UserError(
      `the topics of ${board.name} do not tell one chip from another: give it "topics": { "base": "home/{name}/{mac}" }`,
    );
  }
  if (board.broker.urls.some(isSecure)) throw new UserError(`${board.name} speaks TLS, which a fleet does not`);
  const faults = [
    ...parseFaults(fault, "--fault"),
    ...(story === undefined ? [] : parseFaults(readFileSync(story, "utf8"), story)),
  ].sort((one, other) => one.atSeconds - other.atSeconds);
  const { brokers, close } = await makeBrokers(options.broker, board.broker);
  try {
    checkFaults(faults, brokers, seconds);
    if (!board.sensors.some(isNumbered)) {
      printError(
        `${board.name} has no "analog" sensor without filters: its readings cannot be numbered, and are not counted`,
      );
    }
    const urls = brokers.map(({ host, port }) => `mqtt://${host}:${port}`);
    const config = { ...board, broker: { ...board.broker, urls } };
    const { bundlePath, secrets } = await buildBoard(config, root);
    const run = new Fleet({ config, bundle: bundlePath, secrets, count, seconds, brokers, faults, tell: printError });
    try {
      const report = await run.run();
      if (options.json === true) JSON.stringify(report, undefined, 2).split("\n").forEach(print);
      else inLines(report).forEach(print);
      if (!report.isValid) process.exitCode = 1;
    } finally {
      await run.close();
    }
  } finally {
    await close();
  }
}

const program = new Command("npm run fleet --")
  .description(
    "Runs many simulated boards of one program on real brokers, in real time, and tells what came of it while brokers died.",
  )
  .option("-b, --board <name or path>", "its topics have {mac} in them; a meter of the tests unless given", USUAL_BOARD)
  .addOption(environmentOption())
  .addOption(new Option("-c, --count <number>", "how many").argParser(wholeNumber(1, 10_000)).default(100))
  .addOption(
    new Option(
      "--broker <list>",
      "mqtt://host:port of brokers that run, or what is started: aedes, mosquitto, nats, rabbitmq (three nodes each); separated by commas",
    )
      .argParser((text) => text.split(","))
      .default(["aedes"], "aedes"),
  )
  .addOption(new Option("--seconds <number>", "how long").argParser(wholeNumber(1, 86_400)).default(60))
  .option("--fault <list>", "what happens, such as kill:1@20,start:1@30,restart:1@40,latency:200@45,wifi:10%@50")
  .option("--story <file>", "the same, one in each line")
  .option("--json", "the report as JSON")
  .action(fleet);

void runCommand(program);
