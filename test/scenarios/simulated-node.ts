import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/bundle";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/load-board";
import { SimulatedBoard, type BoardOptions } from "../simulator/board";
import type { Broker, Message } from "../simulator/broker/broker";
import { MemoryBroker } from "../simulator/broker/memory";
import { SimulatedNetwork } from "../simulator/network/simulated";

const root = resolve(__dirname, "../..");
const bundles = new Map<string, Promise<string>>();

/** Builds a board of boards/ as `npm start` does, once per test run. */
function bundleOf(name: string): Promise<string> {
  let bundle = bundles.get(name);
  if (bundle === undefined) {
    const { environment } = simulationEnvironment(root, process.env);
    const folder = mkdtempSync(join(tmpdir(), "mote-scenario-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    bundle = buildBoard(loadBoard(name, { environment }).board, root, folder).then(({ bundlePath }) => bundlePath);
    bundles.set(name, bundle);
  }
  return bundle;
}

/** A built board on the simulated ESP32, with a network and a broker around it: what a scenario starts from. */
export class SimulatedNode {
  readonly network = new SimulatedNetwork();

  private constructor(
    readonly board: SimulatedBoard,
    network: SimulatedNetwork,
    readonly broker: Broker,
  ) {
    this.network = network;
  }

  /** Starts the broker and boots the board; nothing has run yet but the program's first pass. */
  static async boot(name: string, options: Partial<BoardOptions> & { broker?: Broker } = {}): Promise<SimulatedNode> {
    const { broker = new MemoryBroker(), ...boardOptions } = options;
    const bundle = await bundleOf(name);
    const network = new SimulatedNetwork();
    network.route("*", broker.target);
    await broker.start();
    const board = new SimulatedBoard({ bundle, network, ...boardOptions });
    board.boot();
    return new SimulatedNode(board, network, broker);
  }

  /** Boots and runs until the node says `online`. */
  static async online(name: string, options: Partial<BoardOptions> & { broker?: Broker } = {}): Promise<SimulatedNode> {
    const node = await SimulatedNode.boot(name, options);
    await node.untilOnline(15_000);
    return node;
  }

  /** The messages on a topic below home/greenhouse, oldest first. */
  on(topic: string): readonly Message[] {
    return this.broker.messages.filter((message) => message.topic === `home/greenhouse/${topic}`);
  }

  payloads(topic: string): string[] {
    return this.on(topic).map(({ payload }) => payload);
  }

  /** The last report on the diagnostics topic. */
  get diagnostics(): Record<string, string | number> {
    return JSON.parse(this.payloads("diagnostics").at(-1) ?? "{}") as Record<string, string | number>;
  }

  /** Gives a command and lets two seconds pass, time enough for what it brings about. */
  async command(id: string, payload: string, retain = false): Promise<void> {
    await this.broker.publish(`home/greenhouse/${id}/set`, payload, { retain });
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
