import assert from "node:assert/strict";
import { Random, seed } from "../random";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const PUMP = 25;
const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The board file's: the longest time on, and how long it may run without a broker. */
const MAX_ON = 15 * MINUTE;
const ALONE = 5 * MINUTE;
/** How long a station hears nothing before it takes the Wi-Fi to be gone. */
const BEACONS = 6_000;
/** An attempt to connect that nobody answers blocks the chip. */
const BLOCKED = 10_000;

describeOnEngines(
  "the pump of a greenhouse that nobody looks after",
  function () {
    this.timeout(120_000);
    let node: SimulatedNode;

    afterEach(async () => {
      // An interruption is an error like others on NodeMCU.
      assert.deepEqual(
        node.board.uncaught.filter((error) => !error.endsWith("not enough memory")),
        [],
      );
      await node.close();
    });

    const isOn = (): boolean => !node.board.pin(PUMP).level;

    /** How long each run of the pump lasted, and when it ended. */
    function runs(): { ms: number; endMs: number }[] {
      let onMs = NaN;
      return node.board.pin(PUMP).changes.flatMap(({ level, atMs }) => {
        if (!level) onMs = atMs;
        return level && !isNaN(onMs) ? [{ ms: atMs - onMs, endMs: atMs }] : [];
      });
    }

    it("stops within five minutes when the Wi-Fi goes in the middle of watering, and stays off while it is gone", async () => {
      node = await SimulatedNode.online("greenhouse");
      await node.command("pump", "ON");
      node.board.accessPoint.up = false;
      const goneMs = node.board.nowMs;
      await node.board.run(inFullOr(24, 1) * HOUR);
      const [{ endMs }, ...more] = runs();
      assert.ok(endMs - goneMs <= ALONE + BEACONS + 2 * SECOND, `${endMs - goneMs} ms`);
      assert.deepEqual(more, []);
      assert.ok(!isOn());
      node.board.accessPoint.up = true;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(5 * SECOND);
      assert.equal(node.payloads("pump/state").at(-1), "OFF");
      assert.equal(node.diagnostics.event, "fail-safe has acted");
    });

    it("fault after fault never runs longer than its limits, and still waters", async () => {
      hasOwnTraffic("what an interruption ends is another thing on each engine");
      const random = new Random(seed());
      node = await SimulatedNode.online("greenhouse");
      const trouble = [
        () => (node.board.accessPoint.up = false),
        () => (node.board.accessPoint.up = true),
        () => (node.network.connectFailure = "timed out"),
        () => (node.network.connectFailure = "refused"),
        () => (node.network.connectFailure = undefined),
        () => node.network.goSilent(),
        () => node.network.resetAll(),
        () => node.board.interruptNext("timeout"),
        () => node.board.interruptNext("interval"),
        () => node.board.interruptNext("data"),
      ];
      const hours = inFullOr(24, 4);
      const endMs = node.board.nowMs + hours * HOUR;
      while (node.board.nowMs < endMs) {
        if (random.below(6) === 0) random.pick(trouble)();
        // Whoever commands it forgets the OFF, and goes on saying ON.
        await node.broker.publish("home/greenhouse/pump/set", "ON");
        await node.board.run(random.below(6) * MINUTE);
      }
      node.board.accessPoint.up = true;
      node.network.connectFailure = undefined;
      await node.board.run(MAX_ON + MINUTE);
      const all = runs();
      assert.ok(all.length > hours / 3, `${all.length} runs`);
      for (const { ms } of all) assert.ok(ms <= MAX_ON + BLOCKED + 3 * SECOND, `ran for ${ms / MINUTE} minutes`);
    });
  },
  { esp8266: "days of it take long, and what they show is not the chip's" },
);
