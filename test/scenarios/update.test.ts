import assert from "node:assert/strict";
import { back, idOf, offer, part, shaOf, type Offered } from "../vectors/updates";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const MINUTE = 60_000;
const KEY = "0123456789abcdef0123456789abcdef";
const TOPIC = "home/node/update";

const BOARD = {
  topics: { base: "home/node" },
  tokens: false,
  updates: true,
  commands: { signingKey: KEY },
  safeModeAfterBoots: 5,
  sensors: [{ id: "contact", type: "digital", pin: "D27", periodSeconds: 10 }],
  actuators: [{ id: "lock", type: "switch", pin: "D26" }],
};

const programs = { old: "" };

/** The old program as another one would be: of another version. */
function version(digit: string): string {
  return programs.old.replaceAll(/(\d+\.\d+\.\d+)\+[0-9a-f]{8}/g, `$1+${digit.repeat(8)}`);
}

/** Brings a program to a node as `npm run update` does: gives each part that it wants. */
class Updater {
  /** What it leaves out or changes of the parts. */
  deliver: (message: string, offset: number) => Promise<void> = (message) => this.send(message);
  #seen = 0;

  constructor(
    readonly node: SimulatedNode,
    readonly program: string,
    readonly counter: number,
  ) {
    this.#seen = this.said.length;
  }

  get said(): string[] {
    return this.node.payloads("update/want");
  }

  async send(message: string, options: { retain?: boolean } = {}): Promise<void> {
    await this.node.broker.publish(TOPIC, Buffer.from(message, "latin1") as never, options);
    await this.node.network.settle();
  }

  offer(changes: Partial<Offered> = {}): Promise<void> {
    const offered = {
      name: "node",
      counter: this.counter,
      program: this.program,
      version: "0.1.0+22222222",
      ...changes,
    };
    return this.send(offer(KEY, offered));
  }

  /** Answers what is wanted until `isDone`, or for so long. @returns whether it is */
  async serve(isDone: () => boolean, limitMs = 5 * MINUTE): Promise<boolean> {
    const endMs = this.node.board.nowMs + limitMs;
    while (!isDone() && this.node.board.nowMs < endMs) {
      const wants = this.said.slice(this.#seen);
      this.#seen += wants.length;
      const last = wants.filter((word) => word.startsWith(`want ${idOf(this.program)} `)).at(-1);
      if (last !== undefined) {
        const [, , offset, length] = last.split(" ");
        await this.deliver(part(KEY, this.program, Number(offset), Number(length)), Number(offset));
      }
      await this.node.board.runFor(endMs - this.node.board.nowMs, () => isDone() || this.said.length > this.#seen);
      if (!this.node.board.isPowered) break;
    }
    return isDone();
  }

  has(word: string): boolean {
    return this.said.some((each) => each.startsWith(word));
  }
}

describe("an update over the air", function () {
  this.timeout(300_000);
  let node: SimulatedNode;
  afterEach(() => node.close());

  const boot = async (changes: object = {}): Promise<void> => {
    node = await SimulatedNode.online(boardFile("node", { ...BOARD, ...changes }));
    programs.old = node.board.storage.files.get("mote.a") ?? "";
    await node.board.run(15_000);
  };
  const state = (): Record<string, unknown> =>
    JSON.parse(node.payloads("update/state").at(-1) ?? "{}") as Record<string, unknown>;

  it("takes the place of the old program when it stood its trial", async () => {
    await boot();
    const next = version("2");
    assert.notEqual(next, programs.old);
    const updater = new Updater(node, next, 7);
    const readings = node.on("contact/state").length;
    await updater.offer({ text: "Better than before." });
    assert.ok(await updater.serve(() => updater.has("trial")));
    assert.ok(node.on("contact/state").length > readings);
    assert.deepEqual(state(), {
      installed_version: "0.1.0+22222222",
      latest_version: "0.1.0+22222222",
      in_progress: true,
      update_percentage: null,
      release_summary: "Better than before.",
    });
    await node.board.run(2 * MINUTE);
    assert.equal(updater.said.at(-1), `confirmed ${idOf(next)}`);
    assert.equal(state()["in_progress"], false);
    assert.equal(node.board.storage.files.get("mote.b"), next);
    assert.equal(node.board.storage.flash.compactions, 0);
    node.board.reboot();
    await node.untilOnline(MINUTE);
    await node.board.run(15_000);
    assert.equal(state()["installed_version"], "0.1.0+22222222");
    assert.deepEqual(node.board.uncaught, []);
  });
});
void back;
void shaOf;
void inFullOr;
