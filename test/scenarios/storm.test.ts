import assert from "node:assert/strict";
import { MemoryBroker } from "../simulator/broker/memory";
import { inFullOr } from "../thorough";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

const SECOND = "second.example:1883";
/** More than a wait that begins anew takes to be forgotten. */
const STANDING_MS = 75_000;
const NODES = inFullOr(1_000, 150);
/** What firmware/app/connection/connection.ts states, of 1,000 nodes. Fewer nodes are further from the mean. */
const MOST_A_SECOND = inFullOr(250, 320);

/** The serial number of one of many chips of one batch: Espressif gives each chip four addresses. */
function serial(index: number): string {
  const address = (0x24a160aabb00 + 4 * index).toString(16);
  return `${address.slice(0, 8)}-${address.slice(8)}`;
}

/** The most of moments that lie in one second, in ms. */
function peak(moments: readonly number[]): number {
  return Math.max(...moments.map((from) => moments.filter((each) => each >= from && each < from + 1_000).length));
}

/**
 * Nodes that lost their broker at one moment come back to it, or to another one, spread over several seconds. Each runs by itself, all
 * from the same moment on with their ticks in step, which is the worst there is.
 */
describe("a fleet whose broker dies", function () {
  this.timeout(600_000);

  async function comeBack(index: number, path: string, isBack: boolean): Promise<number> {
    const second = new MemoryBroker();
    await second.start();
    const node = await SimulatedNode.online(path, { serial: serial(index) });
    try {
      node.network.route(SECOND, second.target);
      await node.board.run(STANDING_MS);
      const diedMs = node.board.nowMs;
      if (isBack) await node.broker.restart();
      else await node.broker.stop();
      const broker = isBack ? node.broker : second;
      const before = broker.messages.length;
      await node.board.runUntil(
        () => broker.messages.slice(before).some(({ payload }) => payload === "online"),
        30_000,
      );
      return node.board.nowMs - diedMs;
    } finally {
      await node.close();
      await second.stop();
    }
  }

  for (const [where, urls, isBack] of [
    ["to the same one, which is back at once", ["mqtt://first.example"], true],
    ["to the next one, which lives", ["mqtt://first.example", "mqtt://second.example"], false],
  ] as const) {
    it(`comes ${where}, at most ${MOST_A_SECOND} of 1,000 in any second, and all within seven`, async () => {
      const path = boardFile("storm", { broker: { urls }, topics: { base: "storm/{mac}" } });
      const moments: number[] = [];
      for (let index = 0; index < NODES; index++) moments.push(await comeBack(index, path, isBack));
      const most = (peak(moments) * 1_000) / NODES;

      assert.ok(most <= MOST_A_SECOND, `${most} of 1,000 in one second`);
      assert.ok(Math.max(...moments) <= 7_000, `${Math.max(...moments)} ms`);
    });
  }
});
