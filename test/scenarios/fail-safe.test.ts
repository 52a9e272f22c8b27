import assert from "node:assert/strict";
import { Random, seed } from "../random";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const PUMP = 25;
const LAMP = 33;
const HEATER = 26;
const SECOND = 1_000;
const MINUTE = 60_000;
/** How long a station hears nothing before it takes the Wi-Fi to be gone. */
/** How long it takes until an interval that an interruption ended is missed, and started again. */
const REVIVAL = 15_000;
const BEACONS = 6_000;
/** An attempt to connect that nobody answers blocks the chip. */
const BLOCKED = 10_000;
/** Three quarters of the keep alive of 30 s. */
const PING = 22_500;

const BOARD = boardFile("fail-safe", {
  actuators: [
    { id: "pump", type: "switch", pin: "D25", activeLow: true, failSafe: { afterSeconds: 60, action: "OFF" } },
    { id: "heater", type: "switch", pin: "D26", failSafe: { afterSeconds: 300, action: "ON" } },
    { id: "lamp", type: "pwm", pin: "D33", failSafe: { afterSeconds: 120, action: 20 } },
    { id: "fan", type: "switch", pin: "D27", failSafe: { afterSeconds: 1, action: "keep" } },
  ],
});

const BOOT = boardFile("boot", {
  actuators: [
    {
      id: "pump",
      type: "switch",
      pin: "D25",
      activeLow: true,
      initialValue: "ON",
      failSafe: { afterSeconds: 60, action: "OFF" },
    },
  ],
});

describeOnEngines("a node that nobody can command any more", function () {
  this.timeout(120_000);
  let node: SimulatedNode;

  afterEach(async () => {
    assert.deepEqual(node.unexpectedErrors, []);
    await node.close();
  });

  const isPumpOn = (): boolean => !node.board.pin(PUMP).level;
  const lampPercent = (): number => Math.round(node.board.pin(LAMP).duty * 100);

  async function running(): Promise<void> {
    node = await SimulatedNode.online(BOARD);
    await node.command("pump", "ON");
    await node.command("fan", "ON");
    await node.command("lamp", "90");
    assert.ok(isPumpOn());
  }

  /** @returns how long the pump ran on, in milliseconds */
  async function untilPumpIsOff(limitMs: number): Promise<number> {
    const fromMs = node.board.nowMs;
    await node.board.runUntil(() => !isPumpOn(), limitMs);
    return node.board.nowMs - fromMs;
  }

  it("turns the pump off when the Wi-Fi is gone, and no sooner than it is told to", async () => {
    await running();
    node.board.accessPoint.up = false;
    const ranMs = await untilPumpIsOff(2 * MINUTE);
    assert.ok(ranMs >= MINUTE && ranMs <= MINUTE + BEACONS + 2 * SECOND, `${ranMs} ms`);
    assert.equal(lampPercent(), 90);
    await node.board.run(MINUTE);
    assert.equal(lampPercent(), 20);
    assert.equal(node.board.pin(HEATER).level, false);
    await node.board.run(3 * MINUTE);
    assert.equal(node.board.pin(HEATER).level, true, "a heater that keeps pipes from freezing goes on");
    assert.equal(node.board.pin(27).level, true, "what is to be kept is kept");
  });

  it("turns it off when the broker is gone and refuses", async () => {
    await running();
    await node.broker.stop();
    const ranMs = await untilPumpIsOff(2 * MINUTE);
    assert.ok(ranMs >= MINUTE - SECOND && ranMs <= MINUTE + 2 * SECOND, `${ranMs} ms`);
  });

  it("turns it off when the broker falls silent and every attempt to connect blocks the chip", async () => {
    await running();
    node.network.goSilent();
    node.network.connectFailure = "timed out";
    const ranMs = await untilPumpIsOff(5 * MINUTE);
    assert.ok(ranMs >= MINUTE - SECOND && ranMs <= PING + MINUTE + BLOCKED + 2 * SECOND, `${ranMs} ms`);
  });

  it("a minute without a broker from boot on is a minute without a broker", async () => {
    for (const trouble of ["no Wi-Fi", "refused", "timed out"] as const) {
      node = await SimulatedNode.boot(BOOT);
      if (trouble === "no Wi-Fi") node.board.accessPoint.up = false;
      else node.network.connectFailure = trouble;
      assert.ok(isPumpOn());
      const ranMs = await untilPumpIsOff(2 * MINUTE);
      assert.ok(ranMs >= MINUTE - SECOND && ranMs <= MINUTE + BLOCKED + SECOND, `${trouble}: ${ranMs} ms`);
      await node.close();
    }
  });

  it("does nothing while there is a broker, however long nobody gives a command", async () => {
    await running();
    await node.board.run(inFullOr(24, 1) * 60 * MINUTE);
    assert.ok(isPumpOn());
    assert.equal(lampPercent(), 90);
  });

  it("a broker that is back in time finds everything as it was", async () => {
    await running();
    for (let i = 0; i < 5; i++) {
      await node.broker.stop();
      await node.board.run(20 * SECOND);
      await node.broker.start();
      await node.untilOnline(35 * SECOND);
      await node.board.run(2 * MINUTE);
      assert.ok(isPumpOn());
      assert.equal(node.payloads("pump/state").at(-1), "ON");
    }
  });

  it("says so when the broker is back, leaves it as it is, obeys again, and is ready for the next time", async () => {
    await running();
    for (let outage = 0; outage < 2; outage++) {
      await node.command("pump", "ON");
      node.board.accessPoint.up = false;
      await node.board.run(10 * MINUTE);
      assert.ok(!isPumpOn());
      node.board.accessPoint.up = true;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(5 * SECOND);
      assert.ok(!isPumpOn());
      assert.equal(node.payloads("pump/state").at(-1), "OFF");
      assert.equal(node.payloads("lamp/state").at(-1), "20");
      assert.equal(node.diagnostics.event, "fail-safe has acted");
      await node.command("lamp", "90");
    }
  });

  it("acts in time although a callback is interrupted, whichever it is", async () => {
    hasOwnTraffic("what an interruption ends is another thing on each engine");
    const random = new Random(seed());
    await running();
    for (let i = 0; i < 20; i++) {
      await node.command("pump", "ON");
      assert.ok(isPumpOn());
      node.board.accessPoint.up = false;
      const fromMs = node.board.nowMs;
      await node.board.run(random.below(62_000));
      node.board.interruptNext("interval");
      if (isPumpOn()) await untilPumpIsOff(2 * MINUTE);
      const ranMs = node.board.nowMs - fromMs;
      assert.ok(ranMs <= MINUTE + BEACONS + REVIVAL + 3 * SECOND, `${ranMs} ms`);
      await node.board.run(MINUTE);
      node.board.accessPoint.up = true;
      await node.untilOnline(5 * MINUTE);
      await node.board.run(2 * SECOND);
    }
  });
});
