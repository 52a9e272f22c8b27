import { idOf, offer, part, type Offered } from "../vectors/updates";
import { SimulatedNode, type NodeOptions } from "./simulated-node";
import { boardFile } from "./board-file";

export const MINUTE = 60_000;
export const KEY = "0123456789abcdef0123456789abcdef";
export const TOPIC = "home/node/update";
export const NEW_VERSION = "0.1.0+22222222";

const BOARD = {
  topics: { base: "home/node" },
  // Readable, so that a test can change it.
  tokens: false,
  updates: true,
  commands: { signingKey: KEY },
  capacities: { receiveBytes: 600 },
  sensors: [{ id: "contact", type: "digital", pin: "D27", periodSeconds: 10 }],
  actuators: [{ id: "lock", type: "switch", pin: "D26" }],
};

/** A node that takes updates, with a program from the cable in its first slot. */
export async function updatedNode(options: NodeOptions = {}, changes: object = {}): Promise<SimulatedNode> {
  return SimulatedNode.boot(boardFile("node", { ...BOARD, ...changes }), options);
}

/** What makes it a node of NodeMCU on the ESP32, which has no tokens. */
export const NODEMCU = { engine: "nodemcu", tokens: undefined };

/** A node's program as the next one would be: of another version. */
export function nextOf(node: SimulatedNode, digit = "2"): string {
  const program = programIn(node, "a") ?? "";
  return program.replaceAll(/(\d+\.\d+\.\d+)\+[0-9a-f]{8}/g, `$1+${digit.repeat(8)}`);
}

/** The program in a slot; what came over the air has its end marked on Espruino, and room behind it. */
export function programIn(node: SimulatedNode, slot: "a" | "b"): string | undefined {
  const { files } = node.board.storage;
  const program = files.get(`mote.${slot}`) ?? files.get(slot === "a" ? "mote.lua" : "mote.b.lua");
  return program?.replace(/\n\/\/\xff*$/, "");
}

/** What the node told Home Assistant last. */
export function stateOf(node: SimulatedNode): Record<string, unknown> {
  return JSON.parse(node.payloads("update/state").at(-1) ?? "{}") as Record<string, unknown>;
}

/** Brings a program to a node as `npm run update` does: gives each part that it wants. */
export class Updater {
  /** What is done with each part that is wanted; it is sent unless this is set otherwise. */
  deliver: (message: string, offset: number, length: number) => Promise<void> = (message) => this.send(message);
  #seen: number;

  constructor(
    readonly node: SimulatedNode,
    readonly program: string,
    readonly counter: number,
  ) {
    this.#seen = this.said.length;
  }

  /** All that the node said on the topic `want`. */
  get said(): string[] {
    return this.node.payloads("update/want");
  }

  /** Whether it said something of this program that begins so. */
  has(word: string): boolean {
    const [first, ...rest] = word.split(" ");
    return this.said.some((each) => each.startsWith([first, ...rest, idOf(this.program)].join(" ")));
  }

  async send(message: string, options: { retain?: boolean } = {}): Promise<void> {
    await this.node.broker.publish(TOPIC, Buffer.from(message, "latin1"), options);
    await this.node.network.settle();
  }

  offer(changes: Partial<Offered> = {}): Promise<void> {
    const { program, counter } = this;
    return this.send(offer(KEY, { name: "node", counter, program, version: NEW_VERSION, ...changes }));
  }

  /** Answers what is wanted until `isDone`, or for so long. @returns whether it is */
  async serve(isDone: () => boolean, limitMs = 5 * MINUTE): Promise<boolean> {
    const { board } = this.node;
    const endMs = board.nowMs + limitMs;
    while (!isDone() && board.nowMs < endMs && board.isPowered) {
      const wants = this.said.slice(this.#seen);
      this.#seen += wants.length;
      const last = wants.filter((word) => word.startsWith(`want ${idOf(this.program)} `)).at(-1);
      if (last !== undefined) {
        const [, , offset, length] = last.split(" ").map(Number);
        await this.deliver(part(KEY, this.program, offset, length), offset, length);
      }
      await board.runFor(endMs - board.nowMs, () => isDone() || !board.isPowered || this.said.length > this.#seen);
    }
    return isDone();
  }
}
