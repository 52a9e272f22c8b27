import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import type { Board } from "./lib/board/config";
import type { TcpBroker } from "../test/simulator/broker/broker";
import { BrokerError } from "../test/simulator/broker/broker-error";
import { EmbeddedBroker, PortTakenError } from "../test/simulator/broker/embedded";
import { ExternalBroker } from "../test/simulator/broker/external";
import { testIdentities, type Identity } from "../test/simulator/certificates";
import { EspruinoDesk, espruinoExecutable } from "../test/engines/espruino-desk";
import { SIMULATED_SERIAL } from "../test/simulator/board-options";
import { SimulatedDesk, type DeskProgram, type SimulatedDeskOptions } from "../test/simulator/desk/simulated-desk";
import { SteppedSimulatedDesk } from "../test/simulator/desk/stepped-desk";
import { isSecure, usesTls } from "./lib/board/facts";
import { CHALLENGE_BYTES, signCommand } from "./lib/broker/sign-command";
import { commandLines, watchLine } from "./lib/broker/commands-to-try";
import { buildBoard } from "./lib/build/build";
import { ownFiles } from "./lib/build/own-files";
import { variablesOf } from "./lib/build/espruino/variables/budget";
import { environmentOption, loadForCommand, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, runCommand } from "./lib/cli/command-line";
import { interrupted } from "./lib/cli/interrupted";
import { moteCommand } from "./lib/cli/mote";
import { ownPortOption, wholeNumber } from "./lib/cli/numbers";
import { print, printError } from "./lib/cli/terminal";
import type { Desk } from "./lib/desk/desk";
import { baseOf } from "./lib/desk/lines/topics";
import { reloadOnSave as reload } from "./lib/desk/reload/reload";
import { playFile } from "./lib/desk/script/play-file";
import { sitAt } from "./lib/desk/terminal/sit";
import { flashedFiles } from "./lib/flash/espruino/flashed-files";
import { SourcePositions } from "./lib/monitor/source-positions";
import { servePage } from "./lib/page/server";
import { whichBoard } from "./lib/cli/which-board";
import { simulationEnvironment, type LoadedBoard } from "./lib/board/load";
import { parseMac, withMac } from "./lib/board/placeholders";
import { CHIP_NAMES } from "./lib/platforms/chip-names";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");
const DEFAULT_PORT = 1883;
/** How many messages the broker keeps: the desk looks none up. */
const KEPT_MESSAGES = 100;

interface Options extends EnvironmentOptions {
  board: string;
  port?: number;
  broker?: string;
  for?: number;
  engine: "simulated" | "espruino";
  still?: true;
  script?: string;
  page: boolean;
}

async function simulate(options: Options): Promise<void> {
  const isInterrupted = interrupted();
  const executable = options.engine === "espruino" ? espruinoExecutable() : undefined;
  const { board: boardFile, names, path } = loadSimulated(options);
  const missing = simulationEnvironment(root, process.env).placeholders.filter((name) => names.has(name));
  if (missing.length > 0) {
    printError(`no ${missing.join(", ")} in the environment or .env: simulating with the values of .env.example`);
  }
  const built = await builtFor(boardFile);
  const { config: board, bytes } = built;
  if (options.broker !== undefined && board.broker.urls.every(isSecure)) {
    throw new UserError(
      `${board.name} speaks TLS only, which --broker does not; leave --broker out, or give the board an mqtt:// URL`,
    );
  }
  const program: Omit<SimulatedDeskOptions, "broker"> = {
    ...built,
    sign: signer(board),
    isStill: options.still,
  };
  if (options.script !== undefined) return playScript(program, options.script, isInterrupted);

  const broker = await startBroker(options, usesTls(board) ? testIdentities().broker : undefined);
  const desk = makeDesk(executable, { ...program, broker });
  let page: Awaited<ReturnType<typeof servePage>> | undefined;
  let stand = (): void => {};
  // A run of so many seconds is of one program.
  const isReloading = desk instanceof SimulatedDesk && options.for === undefined;
  const stopReloading = isReloading ? reloadOnSave(desk, path, () => loadSimulated(options).board) : undefined;
  try {
    page = options.page ? await servePage([desk]) : undefined;
    introduction(board, bytes, broker, options, page?.url, desk).forEach(print);
    const hasLeft = new Promise<void>((leave) => (stand = sitAt(desk, leave)));
    desk.start();
    await Promise.race([isInterrupted, hasLeft, passed(options.for), desk.ended]);
  } finally {
    stopReloading?.();
    await desk.close();
    stand();
    await page?.close();
  }
}

function loadSimulated(options: Options): LoadedBoard {
  const { environment } = simulationEnvironment(root, process.env);
  return loadForCommand(options.board, options, { environment });
}

/** Builds a board for the simulated chip. */
async function builtFor(boardFile: Board): Promise<DeskProgram & { bytes: number }> {
  const { name, engine, updates } = boardFile;
  // At each boot NodeMCU's model takes what was built for what came over the cable, and must not find what an update has built there since.
  const folder = updates === true && engine === "nodemcu" ? resolve(root, "dist", ".desk", name) : undefined;
  const { bundlePath, secrets, mapPath, bytes, variables } = await buildBoard(boardFile, root, folder);
  const config = withMac(boardFile, parseMac(SIMULATED_SERIAL));
  return {
    config,
    bundle: bundlePath,
    secrets,
    ...(config.updates === true && config.engine === "espruino"
      ? { files: flashedFiles(readFileSync(bundlePath, "latin1")) }
      : {}),
    bytes,
    variables: variables === undefined ? undefined : { ...variables, total: variablesOf(config) },
    placeOf: (place) => SourcePositions.ofMap(mapPath)?.findPlace(place),
  };
}

/** Has the board start anew when its file, its program, or what that imports is saved. @returns ends that */
function reloadOnSave(desk: SimulatedDesk, boardPath: string, load: () => Board): () => void {
  const boardFile = resolve(boardPath);
  const { program, broker } = load();
  const isSecureOnly = broker.urls.every(isSecure);
  let own = program;
  return reload({
    files: () => [boardFile, ...(own === undefined ? [] : ownFiles(own).map((file) => file.path))],
    build: () => {
      const board = load();
      own = board.program;
      if (board.broker.urls.every(isSecure) !== isSecureOnly) {
        throw new UserError("with TLS and without it a board has other brokers: start it anew");
      }
      return builtFor(board);
    },
    start: (built) => desk.reload(built),
    tell: (text, isProblem) => desk.tell(text, isProblem),
  });
}

/** Ends with exit code 1 where something did not come as expected. */
async function playScript(
  program: Omit<SimulatedDeskOptions, "broker">,
  path: string,
  isInterrupted: Promise<void>,
): Promise<void> {
  const desk = await SteppedSimulatedDesk.start(program);
  try {
    print(`${program.config.name} on a simulated ${CHIP_NAMES[program.config.chip]}`);
    const isGood = await Promise.race([playFile(desk, path), isInterrupted.then(() => false)]);
    if (!isGood) process.exitCode = 1;
  } finally {
    await desk.close();
  }
}

/** @param executable The interpreter that runs the board; the model of one where there is none */
function makeDesk(executable: string | undefined, options: SimulatedDeskOptions): EspruinoDesk | SimulatedDesk {
  return executable === undefined ? new SimulatedDesk(options) : new EspruinoDesk(executable, options);
}

/** What signs a command, for a board that obeys no others. */
function signer({ commands }: Board): SimulatedDeskOptions["sign"] {
  if (commands === undefined) return undefined;
  return (topic, nonce, command) => {
    const challenge = randomBytes(CHALLENGE_BYTES).toString("base64");
    return signCommand(commands.signingKey, { topic, nonce, challenge, command });
  };
}

/** What goes wrong with a broker is the user's to put right: the port, the URL, a broker that is not there. */
async function simulateOrExplain(options: Omit<Options, "board"> & { board?: string }): Promise<void> {
  try {
    await simulate({ ...options, board: await whichBoard(options.board, root, "greenhouse") });
  } catch (error) {
    throw error instanceof BrokerError ? new UserError(error.message) : error;
  }
}

/** @param tls What the built-in broker speaks TLS with, on a port of its own */
async function startBroker({ broker: url, port }: Options, tls: Identity | undefined): Promise<TcpBroker> {
  if (url !== undefined) {
    const broker = new ExternalBroker(url, KEPT_MESSAGES);
    await broker.start();
    return broker;
  }
  try {
    const broker = new EmbeddedBroker(port ?? DEFAULT_PORT, tls, KEPT_MESSAGES);
    await broker.start();
    return broker;
  } catch (error) {
    if (!(error instanceof PortTakenError) || port !== undefined) {
      throw error;
    }
    const broker = new EmbeddedBroker(0, tls, KEPT_MESSAGES);
    await broker.start();
    printError(`port ${DEFAULT_PORT} is taken: the broker is on ${broker.port} instead (--port N chooses another)`);
    return broker;
  }
}

function introduction(
  board: Board,
  bytes: number,
  broker: TcpBroker,
  options: Options,
  page: string | undefined,
  desk: Desk,
): string[] {
  const engine = options.engine === "espruino" ? "Espruino for Linux" : `a simulated ${CHIP_NAMES[board.chip]}`;
  const base = baseOf(desk.board);
  const kind = options.broker === undefined ? "aedes, in this process; any client can join" : "external";
  return [
    `${board.name} on ${engine}, bundle of ${bytes} bytes`,
    ...(page === undefined ? [] : [`page     ${page}`]),
    `broker   mqtt://${broker.host}:${broker.port} (${kind})`,
    ...(broker.securePort === 0
      ? []
      : [`         mqtts://${broker.host}:${broker.securePort} for the board, with a certificate made just now`]),
    `watch    ${watchLine(board, broker)}`,
    ...commandLines(board, broker, options.board).map((line) => `command  ${line}`),
    "         (npx mqtt sub and npx mqtt pub do the same)",
    ...(base === "" ? [] : [`topics   below ${base}`]),
    'Type "help" for what can be moved and broken here; Ctrl-C ends it.',
    "",
  ];
}

/** Resolves after so many seconds; never when none are given. */
function passed(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    // Not what keeps the process alive once Ctrl-C has ended it.
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000).unref();
  });
}

export function command(): Command {
  return moteCommand("start")
    .description(
      "Runs a board on the desk, and shows what it publishes and drives. Its world is moved and broken by lines that are typed (help tells which), in the page, or by a script.",
    )
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(ownPortOption("the built-in broker", DEFAULT_PORT).conflicts("broker"))
    .option("--broker <url>", "an existing broker, as mqtt://[user:password@]host[:port], instead of the built-in one")
    .addOption(new Option("--for <seconds>", "ends by itself").argParser(wholeNumber(1, 86_400)))
    .addOption(
      new Option("--engine <engine>", "what runs the bundle").choices(["simulated", "espruino"]).default("simulated"),
    )
    .option("--still", "inputs do not swing, and stay as they are until they are moved")
    .option("--no-page", "without the page for the browser")
    .addOption(
      new Option(
        "--script <file>",
        "plays such lines at their times, as fast as it can, and ends with 1 where something does not come as expected",
      ).conflicts(["port", "broker", "for", "engine"]),
    )
    .action(simulateOrExplain);
}

if (require.main === module) void runCommand(command());
