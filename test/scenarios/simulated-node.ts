import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Board, SensorConfig } from "../../scripts/lib/board/config";
import { lacksType } from "../../scripts/lib/board/checks/engine";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { SECRETS_FILE } from "../../scripts/lib/program/secrets";
import { flashedFiles } from "../../scripts/lib/flash/espruino/flashed-files";
import { parseMac, withMac } from "../../scripts/lib/board/placeholders";
import type { SimulatedBoard } from "../simulator/board";
import { SIMULATED_SERIAL, type BoardOptions } from "../simulator/board-options";
import type { Devices } from "../simulator/devices";
import type { Broker, Message, PublishOptions } from "../simulator/broker/broker";
import { MemoryBroker } from "../simulator/broker/memory";
import { SimulatedNetwork } from "../simulator/network/simulated";
import { Random } from "../random";
import {
  currentRunner,
  isOnEveryEngine,
  PLATFORMS,
  record,
  recordMissing,
  recordTolerance,
  type Runner,
} from "./engines";
import { messagesOn } from "./messages-on";
import { moved, type Pins } from "./moved-pins";
import { ScenarioBoard } from "./scenario-board";

const root = resolve(__dirname, "../..");
interface Built {
  bundle: string;
  secrets: string;
  board: Board;
  /** The pins of the board that runs, by those that the test names. */
  pins: Pins;
  /** Sensors that this engine's board does not have. */
  missing: readonly string[];
}

export interface NodeOptions extends Partial<BoardOptions> {
  broker?: Broker;
  /** What lies in its flash memory from before, by the names of the files. */
  files?: ReadonlyMap<string, string>;
}

const builds = new Map<string, Promise<Built>>();

/** Builds a board of boards/, or of the file at a path, as `npm start` does, once per engine and test run. */
function build(name: string, engine: Runner, isShared: boolean): Promise<Built> {
  // By what it says: a scenario may write the same board again and again.
  const said = name.endsWith(".json")
    ? [name, ...programsBeside(name)].map((path) => readFileSync(path, "utf8"))
    : [name];
  const key = `${engine} ${isShared} ${said.join("\n")}`;
  let built = builds.get(key);
  if (built === undefined) {
    const { environment } = simulationEnvironment(root, process.env);
    const folder = mkdtempSync(join(buildsFolder(), "build-"));
    const own = { path: name, pins: AS_NAMED, missing: [] };
    const { path, pins, missing } = isShared ? withEngine(name, engine, folder) : own;
    const { board } = loadBoard(path, { environment });
    built = buildBoard(board, root, folder).then(({ bundlePath, secrets }) => ({
      bundle: bundlePath,
      secrets,
      board,
      pins,
      missing,
    }));
    builds.set(key, built);
  }
  return built;
}

/** The program of a board's own, and its helpers: all that lies beside it. */
function programsBeside(path: string): string[] {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

let builtIn: string | undefined;

/** Gone when the tests are over. */
function buildsFolder(): string {
  if (builtIn === undefined) {
    const folder = (builtIn = mkdtempSync(join(tmpdir(), "mote-scenarios-")));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
  return builtIn;
}

const AS_NAMED: Pins = new Map();

/** Copies a board file with its engine changed, and without what not every engine can do. */
function withEngine(name: string, engine: Runner, folder: string): Pick<Built, "pins" | "missing"> & { path: string } {
  const path = name.endsWith(".json") ? name : join(root, "boards", `${name}.json`);
  const board = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  delete board.$schema;
  // NodeMCU has a watchdog of its own.
  if (PLATFORMS[engine].engine === "nodemcu") delete board.watchdogSeconds;
  const parts = (list: unknown): object[] =>
    ((list ?? []) as { type: string }[]).filter(
      // The ESP32-S3 has no sensors of voltages: they are left out there, and are on the others.
      ({ type }) => !Object.values(PLATFORMS).some((each) => each.chip !== "esp32s3" && lacksType(each, type)),
    );
  const shared = { ...board, sensors: parts(board.sensors), actuators: parts(board.actuators) };
  const placed =
    engine === "espruino" || engine === "nodemcu"
      ? { board: shared, pins: AS_NAMED, missing: [] }
      : moved(shared, engine);
  const copy = join(folder, basename(path));
  if (board.program !== undefined) {
    for (const each of programsBeside(path)) copyFileSync(each, join(folder, basename(each)));
  }
  writeFileSync(copy, JSON.stringify({ ...placed.board, ...PLATFORMS[engine] }));
  return { path: copy, pins: placed.pins, missing: placed.missing };
}

/** How far a reading may be off where a voltage is measured with 10 bits rather than 12. */
function coarseness(sensor: SensorConfig): number {
  if (sensor.type === "ntc") return 0.5;
  return sensor.type === "analog" ? Math.abs(sensor.scale) / 250 + 10 ** -sensor.decimals : 0;
}

/** A built board on a simulated chip, with a network and a broker around it: what a scenario starts from. */
export class SimulatedNode {
  private constructor(
    readonly board: SimulatedBoard,
    readonly network: SimulatedNetwork,
    readonly broker: Broker,
    readonly base: string,
    readonly devices: Devices,
  ) {}

  /** Starts the broker, solders the board's parts and boots it; nothing has run yet but the program's first pass. */
  static async boot(name: string, options: NodeOptions = {}): Promise<SimulatedNode> {
    const { broker = new MemoryBroker(), files, ...boardOptions } = options;
    const { bundle, secrets, board: config, pins, missing } = await build(name, currentRunner(), isOnEveryEngine());
    const base = withMac(config, parseMac(options.serial ?? SIMULATED_SERIAL)).topics.base;
    record(broker.messages);
    for (const id of missing) recordMissing(`${base}/${id}/state`);
    if (config.chip === "esp8266") {
      for (const sensor of config.sensors) recordTolerance(`${base}/${sensor.id}/state`, coarseness(sensor));
    }
    const network = new SimulatedNetwork();
    network.route("*", broker.target);
    await broker.start();
    // Nothing that an engine alone decides: neither noise, of which each takes another part, nor chance. Where a test
    // gives the chip an address, it is the engine's own chance that it looks at.
    const chance = new Random(1);
    const board = new ScenarioBoard(pins, {
      engine: config.engine,
      chip: config.chip,
      bundle,
      secrets,
      network,
      noiseVolts: 0,
      random: boardOptions.serial === undefined ? () => chance.below(2 ** 24) / 2 ** 24 : undefined,
      ...boardOptions,
    });
    const devices = board.solder(config);
    if (config.updates === true && config.engine === "espruino") {
      // What takes the place of a program has to find it where `flash` puts it.
      for (const [file, bytes] of flashedFiles(readFileSync(bundle, "latin1"))) board.storage.files.set(file, bytes);
    }
    if (files !== undefined) {
      // Those of another chip, and the secrets of this one.
      board.storage.files.clear();
      for (const [file, bytes] of [[SECRETS_FILE, secrets] as const, ...files]) board.storage.files.set(file, bytes);
    }
    board.boot();
    return new SimulatedNode(board, network, broker, base, devices);
  }

  /** Boots and runs until the node says `online`. */
  static async online(name: string, options: NodeOptions = {}): Promise<SimulatedNode> {
    const node = await SimulatedNode.boot(name, options);
    await node.untilOnline(15_000);
    return node;
  }

  /** The model of a part of the board file. @throws Error where there is none of that id, or it is of another kind */
  device<Model extends object>(kind: new (...args: never[]) => Model, id: string): Model {
    return this.devices.get(kind, id);
  }

  /** The messages on a topic below the board's base, oldest first. */
  on(topic: string): readonly Message[] {
    return messagesOn(this.broker.messages, `${this.base}/${topic}`);
  }

  payloads(topic: string): string[] {
    return this.on(topic).map(({ payload }) => payload);
  }

  /** What came out of callbacks, but for interruptions, which are errors like others on NodeMCU. */
  get unexpectedErrors(): string[] {
    return this.board.uncaught.filter((error) => !error.endsWith("not enough memory"));
  }

  /** The last report on the diagnostics topic. */
  get diagnostics(): Record<string, string | number> {
    return JSON.parse(this.payloads("diagnostics").at(-1) ?? "{}") as Record<string, string | number>;
  }

  /** Gives a command and lets two seconds pass, time enough for what it brings about. */
  async command(id: string, payload: string, options: PublishOptions = {}): Promise<void> {
    await this.broker.publish(`${this.base}/${id}/set`, payload, options);
    await this.network.settle();
    await this.board.run(2_000);
  }

  /** Runs until one more message than now is on the topic. */
  async untilNext(topic: string, withinMs: number): Promise<Message> {
    const before = this.on(topic).length;
    await this.board.runUntil(() => this.on(topic).length > before, withinMs);
    return this.on(topic)[before];
  }

  /** Runs until one more `online` than now is on the status topic. */
  async untilOnline(withinMs: number): Promise<void> {
    const count = (): number => this.payloads("status").filter((status) => status === "online").length;
    const before = count();
    await this.board.runUntil(() => count() > before, withinMs);
  }

  async close(): Promise<void> {
    this.board.stop();
    this.network.close();
    await this.broker.stop();
  }
}
