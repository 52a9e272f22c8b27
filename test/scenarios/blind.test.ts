import assert from "node:assert/strict";
import { Random, seed } from "../random";
import { Shutter } from "../simulator/devices/cover";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const SECOND = 1_000;
const MINUTE = 60_000;

describeOnEngines("a blind with two relays", function () {
  this.timeout(60_000);
  let node: SimulatedNode;
  let blind: Shutter;

  beforeEach(async () => {
    hasOwnTraffic("where a blind is in each second depends on the millisecond");
    node = await SimulatedNode.online("blind");
    blind = node.device(Shutter, "blind");
  });
  afterEach(async () => {
    assert.equal(blind.timesBothOn, 0);
    // An interruption is an error like others on NodeMCU.
    assert.deepEqual(
      node.board.uncaught.filter((error) => !error.endsWith("not enough memory")),
      [],
    );
    await node.close();
  });

  const position = (): string | undefined => node.payloads("blind/position").at(-1);
  const state = (): string | undefined => node.payloads("blind/state").at(-1);

  it("does not know its position at first, learns it at an end, and tells it as it moves", async () => {
    await node.board.run(2 * SECOND);
    assert.deepEqual([state(), position()], ["None", ""]);
    await node.command("blind", "CLOSE");
    assert.deepEqual([state(), position()], ["closing", ""]);
    await node.board.run(25 * SECOND);
    assert.deepEqual([state(), position()], ["closed", "0"]);
    await node.command("blind", "OPEN");
    await node.board.run(10 * SECOND);
    assert.equal(state(), "opening");
    assert.ok(Math.abs(Number(position()) - 50) <= 5, `${position()}`);
    assert.ok(node.on("blind/position").at(-1)?.retain);
    await node.command("blind", "STOP");
    const stopped = Number(position());
    assert.equal(state(), "stopped");
    await node.board.run(MINUTE);
    assert.equal(Number(position()), stopped);
    await node.command("blind", "20");
    await node.board.run(20 * SECOND);
    assert.deepEqual([state(), position()], ["stopped", "20"]);
    assert.ok(Math.abs(blind.position - 20) <= 1, `${blind.position}`);
  });

  it("knows its position after a reboot at rest, and does not after one on its way", async () => {
    await node.command("blind", "CLOSE");
    await node.board.run(MINUTE);
    await node.command("blind", "30");
    await node.board.run(2 * MINUTE);
    node.board.reboot();
    await node.untilOnline(15 * SECOND);
    await node.board.run(2 * SECOND);
    assert.equal(position(), "30");
    await node.command("blind", "OPEN");
    assert.ok(blind.hasPower);
    node.board.reboot();
    await node.untilOnline(15 * SECOND);
    await node.board.run(2 * SECOND);
    assert.ok(!blind.hasPower);
    assert.deepEqual([state(), position()], ["None", ""]);
    await node.command("blind", "30");
    await node.board.run(MINUTE);
    assert.equal(position(), "30", "it went to an end first");
    assert.ok(Math.abs(blind.position - 30) <= 1, `${blind.position}`);
  });

  it("opens by itself after a quarter of an hour without Wi-Fi", async () => {
    await node.command("blind", "CLOSE");
    await node.board.run(MINUTE);
    node.board.accessPoint.up = false;
    await node.board.run(17 * MINUTE);
    node.board.accessPoint.up = true;
    await node.untilOnline(2 * MINUTE);
    await node.board.run(5 * SECOND);
    assert.deepEqual([state(), position()], ["open", "100"]);
  });

  it("comes to rest whatever is commanded, lost and interrupted, and seldom writes to its flash memory", async () => {
    const random = new Random(seed());
    for (let i = 0; i < 200; i++) {
      if (random.below(8) === 0) node.board.interruptNext("timeout");
      if (random.below(20) === 0) node.network.resetAll();
      const command = random.pick(["OPEN", "CLOSE", "STOP", `${random.below(101)}`]);
      await node.broker.publish("home/blind/blind/set", command);
      await node.board.run(random.below(30) * SECOND);
    }
    await node.board.run(3 * MINUTE);
    assert.ok(!blind.hasPower);
    const generations = [0, 1].map((i) => Number(node.board.storage.files.get(`settings${i}`)?.split(" ")[1] ?? 0));
    const writes = Math.max(...generations);
    const minutes = node.board.nowMs / MINUTE;
    // One a minute for what has stood, and one before it leaves a position that was stored.
    assert.ok(writes <= 2 * minutes + 2, `${writes} writes in ${minutes} minutes`);
  });
});
