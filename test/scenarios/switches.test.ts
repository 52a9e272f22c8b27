import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const PUMP = 25;
const COMPRESSOR = 26;
const OPEN = 32;
const CLOSE = 33;
const SECOND = 1_000;
const MINUTE = 60_000;

const BOARD = boardFile("switches", {
  actuators: [
    { id: "pump", type: "switch", pin: "D25", activeLow: true, maxOnSeconds: 600 },
    { id: "compressor", type: "switch", pin: "D26", minimumOffSeconds: 180 },
    {
      id: "open",
      type: "switch",
      pin: "D32",
      interlock: "window-motor",
      interlockWaitSeconds: 0.5,
      initialValue: "ON",
    },
    { id: "close", type: "switch", pin: "D33", interlock: "window-motor", maxOnSeconds: 30 },
  ],
});

describeOnEngines("switches with limits", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  beforeEach(async () => {
    node = await SimulatedNode.online(BOARD);
  });
  afterEach(async () => {
    assert.deepEqual(node.unexpectedErrors, []);
    await node.close();
  });

  it("a pump goes off after its longest time on, and its state is published", async () => {
    await node.command("pump", "ON");
    const states = node.on("pump/state").length;
    await node.board.run(10 * MINUTE - 3 * SECOND);
    assert.equal(node.board.pin(PUMP).level, false);
    await node.board.run(2 * SECOND);
    assert.equal(node.board.pin(PUMP).level, true);
    assert.deepEqual(
      node
        .on("pump/state")
        .slice(states)
        .map(({ payload, retain }) => [payload, retain]),
      [["OFF", true]],
    );
  });

  it("so it does with Wi-Fi gone, a broker that does not answer, and an interrupted callback", async () => {
    for (const trouble of ["no Wi-Fi", "no answer", "interrupted"] as const) {
      await node.command("pump", "ON");
      if (trouble === "no Wi-Fi") node.board.accessPoint.up = false;
      if (trouble === "no answer") {
        node.network.goSilent();
        node.network.connectFailure = "timed out";
      }
      const fromMs = node.board.nowMs;
      if (trouble === "interrupted") {
        await node.board.run(10 * MINUTE - 2_500);
        node.board.interruptNext("timeout");
      }
      await node.board.runUntil(() => node.board.pin(PUMP).level, 11 * MINUTE);
      const ranMs = node.board.nowMs - fromMs;
      assert.ok(ranMs > 9.9 * MINUTE && ranMs <= 10 * MINUTE + 10 * SECOND, `${trouble}: ${ranMs} ms`);
      node.board.accessPoint.up = true;
      node.network.connectFailure = undefined;
      if (trouble !== "interrupted") await node.untilOnline(2 * MINUTE);
      await node.board.run(2 * SECOND);
      assert.equal(node.payloads("pump/state").at(-1), "OFF");
    }
  });

  it("a compressor told to go on too early waits, and says so when it is on", async () => {
    await node.board.run(4 * MINUTE);
    await node.command("compressor", "ON");
    await node.command("compressor", "OFF");
    await node.command("compressor", "ON");
    assert.equal(node.board.pin(COMPRESSOR).level, false);
    assert.equal(node.payloads("compressor/state").at(-1), "OFF");
    await node.board.run(3 * MINUTE);
    assert.equal(node.board.pin(COMPRESSOR).level, true);
    assert.equal(node.payloads("compressor/state").at(-1), "ON");
  });

  it("two relays of an interlock are never on together, also at boot and in a storm of commands", async () => {
    for (let i = 0; i < 100; i++) {
      await node.broker.publish(`switches/${i % 2 === 0 ? "close" : "open"}/set`, "ON");
      await node.board.run(i * 13);
    }
    const rebootMs = node.board.nowMs;
    node.board.reboot();
    await node.untilOnline(15 * SECOND);
    await node.command("close", "ON");
    assert.equal(node.payloads("open/state").at(-1), "OFF", "what the other one's command brought about is told too");
    assert.equal(node.payloads("close/state").at(-1), "ON");
    const changes = [OPEN, CLOSE].flatMap((pin) => node.board.pin(pin).changes).sort((a, b) => a.atMs - b.atMs);
    const on = new Map<number, number>();
    let offMs = -Infinity;
    let isRebooted = false;
    for (const { pin, level, atMs } of changes) {
      // The reset let go of all pins.
      if (atMs >= rebootMs && !isRebooted) {
        isRebooted = true;
        on.clear();
      }
      if (level) {
        assert.equal(on.size, 0, `both on at ${atMs}`);
        assert.ok(atMs - offMs >= 500, `turned round after ${atMs - offMs} ms`);
        on.set(pin, atMs);
      } else if (on.delete(pin)) {
        offMs = atMs;
      }
    }
    assert.ok(changes.length > 20, `${changes.length} changes`);
  });
});
