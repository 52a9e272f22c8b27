import assert from "node:assert/strict";
import { inFullOr } from "../thorough";
import type { SimulatedNode } from "./simulated-node";
import { MINUTE, nextOf, programIn, stateOf, updatedNode, Updater } from "./update-node";

describe("the Storage of a node that is updated again and again", function () {
  this.timeout(1_200_000);
  let node: SimulatedNode;
  let base: string;

  beforeEach(async () => {
    node = await updatedNode();
    base = nextOf(node);
    await node.untilOnline(MINUTE);
    await node.board.run(12_000);
  });
  afterEach(() => node.close());

  const slotOf = (number: number): "a" | "b" => (number % 2 === 1 ? "b" : "a");

  /** The update of a number, which nothing else has. @param more What the program is longer than the others by */
  async function bring(number: number, more = ""): Promise<void> {
    const version = `0.1.0+${String(number).padStart(8, "0")}`;
    const updater = new Updater(node, base.replaceAll("0.1.0+22222222", version) + more, number);
    const runsIt = (): boolean =>
      stateOf(node)["installed_version"] === version && stateOf(node)["in_progress"] === false;
    await updater.offer({ version });
    for (;;) {
      const isOver = await updater.serve(() => runsIt() || updater.has("came back"), 60 * MINUTE);
      if (runsIt()) break;
      assert.ok(isOver || !node.board.isPowered, updater.said.slice(-5).join());
      if (updater.has("came back")) {
        // A mark that was lost with the power, at the second try.
        await updater.offer({ version, counter: number, flags: "now+again" });
        continue;
      }
      await node.board.run(1_000);
      node.board.powerOn();
      await node.untilOnline(MINUTE);
      await node.board.run(12_000);
      await updater.offer({ version });
    }
    assert.equal(programIn(node, slotOf(number)), updater.program);
  }

  it("loses some hundred bytes with each of them, and no program's room; a longer program makes a file of its own", async () => {
    const { flash } = node.board.storage;
    const updates = inFullOr(20, 3);
    for (let number = 1; number <= updates; number++) {
      const before = flash.freeBytes;
      await bring(number);
      const lost = before - flash.freeBytes;
      // The first two make the files, of whole pages and with a quarter more than they need.
      assert.ok(number <= 2 || lost < 512, `${lost} bytes`);
    }
    const before = flash.freeBytes;
    await bring(updates + 1, `\n//${"x".repeat(base.length >> 3)}`);
    assert.ok(before - flash.freeBytes < 512, "it has room to grow");
    await bring(updates + 2, `\n//${"x".repeat(base.length)}`);
    assert.ok(before - flash.freeBytes > 2 * base.length);
    assert.equal(flash.compactions, 0);
  });

  it("is sound wherever power is lost while a program takes the pages of another", async () => {
    const { storage } = node.board;
    for (const number of [1, 2]) await bring(number);
    const begun = storage.flash.steps;
    await bring(3);
    const steps = storage.flash.steps - begun;
    assert.ok(steps > 40, `${steps} steps`);
    let number = 4;
    for (let step = 0; step < steps; step += inFullOr(step < 12 ? 1 : 7, step < 12 ? 3 : 23)) {
      storage.losePowerAfter(step, step % 2 === 0 ? 0 : 0x80);
      const free = storage.flash.freeBytes;
      await bring(number++);
      storage.flash.loseAtStep = Infinity;
      assert.ok(free - storage.flash.freeBytes < 2_048, `step ${step}: ${free - storage.flash.freeBytes} bytes`);
    }
    assert.equal(storage.flash.compactions, 0);
  });
});
