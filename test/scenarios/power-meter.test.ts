import assert from "node:assert/strict";
import { MemoryBroker } from "../simulator/broker/memory";
import { PulseSource } from "../simulator/devices/pulse-counter";
import { describeOnEngines, hasOwnTraffic, only } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pulses a second that `watts` give on a meter of 1,000 a kilowatt-hour. */
function hz(watts: number): number {
  return watts / 3_600;
}

const MOMENTS = "a pulse more or less has come when each engine takes its reading";

describeOnEngines("a power meter", function () {
  this.timeout(120_000);
  let node: SimulatedNode;
  let mains: PulseSource;
  let water: PulseSource;

  const total = (id: string): number => Number(node.payloads(`${id}/total/state`).at(-1));
  const rate = (id: string): number => Number(node.payloads(`${id}/rate/state`).at(-1));

  beforeEach(async () => {
    node = await SimulatedNode.online("power-meter");
    mains = node.device(PulseSource, "mains");
    water = node.device(PulseSource, "water");
    // A reed contact, which bounces.
    water.pulseMs = 200;
    water.bounces = 3;
  });
  afterEach(() => node.close());

  it("tells Home Assistant that there is no rate before it has measured one, and a total of 0", async () => {
    await node.board.run(MINUTE);
    assert.deepEqual([...new Set(node.payloads("mains/rate/state"))], ["None"]);
    assert.deepEqual(node.payloads("mains/total/state"), ["0.000"]);
    assert.equal(node.diagnostics.missing, 0);
  });

  it("measures watts between pulses, and counts kilowatt-hours and litres", async () => {
    hasOwnTraffic(MOMENTS);
    mains.hz = hz(200);
    water.hz = 0.2;
    await node.board.run(HOUR);
    assert.equal(rate("mains"), 200);
    assert.equal(rate("water"), 12);
    // Some may have come since the last reading.
    assert.ok(total("mains") > 0.19 && total("mains") <= 0.2);
    assert.ok(total("water") > 710 && total("water") <= 720);
    mains.hz = hz(2_300);
    await node.board.run(MINUTE);
    assert.equal(rate("mains"), 2_300);
    mains.hz = 0;
    await node.board.run(6 * MINUTE);
    assert.equal(rate("mains"), 0);
  });

  it("loses no pulse while broker, Wi-Fi and network are lost", async () => {
    hasOwnTraffic(MOMENTS);
    const { board, network } = node;
    // Of a day, in which a fault lasts an hour.
    const part = inFullOr(1, 1 / 12);
    const faults: [what: string, ms: number, begin: () => void, end: () => void][] = [
      [
        "the broker refuses",
        part * HOUR,
        () => {
          network.connectFailure = "refused";
          network.resetAll();
        },
        () => (network.connectFailure = undefined),
      ],
      [
        "nothing answers, and each connect blocks the engine",
        part * HOUR,
        () => {
          network.connectFailure = "timed out";
          network.resetAll();
        },
        () => (network.connectFailure = undefined),
      ],
      ["the Wi-Fi is away", part * HOUR, () => (board.accessPoint.up = false), () => (board.accessPoint.up = true)],
      ["the connection falls silent", 10 * MINUTE, () => network.goSilent(), () => {}],
      ["the clock is set", MINUTE, () => board.jumpClock(part * 3 * HOUR), () => board.jumpClock(-part * 2 * HOUR)],
    ];
    let faultMs = 0;
    const watts = [80, 3_000, 450, 7_200, 1_250];
    for (const [i, [, ms, begin, end]] of faults.entries()) {
      mains.hz = hz(watts[i]);
      water.hz = 0.05 * (i + 1);
      await board.run(part * 3 * HOUR);
      begin();
      await board.run(ms);
      faultMs += ms;
      end();
    }
    await board.run(part * (24 - 5 * 3) * HOUR - faultMs);
    mains.hz = 0;
    water.hz = 0;
    await board.run(2 * MINUTE);
    assert.ok(mains.given > part * 40_000 && water.given > part * 10_000, `${mains.given}, ${water.given} pulses`);
    assert.equal(total("mains"), mains.given / 1_000);
    assert.equal(total("water"), water.given);
    assert.deepEqual(board.uncaught, []);
    assert.ok(Number(node.diagnostics.connects) > faults.length - 1);
  });

  it("goes on after a reboot from the total of the last full hour", async () => {
    hasOwnTraffic(MOMENTS);
    mains.hz = hz(3_600);
    await node.board.run(2.5 * HOUR);
    const given = mains.given;
    node.board.reboot();
    await node.untilOnline(30 * SECOND);
    await node.board.run(30 * SECOND);
    const kept = total("mains") - (mains.given - given) / 1_000;
    assert.ok(kept > 7.19 && kept <= 7.2, `${kept} kWh were kept`);
  });

  it(
    "says that it lost pulses where more came than the engine could keep while it was blocked",
    only("espruino", "the chip counts by itself", async () => {
      mains.hz = 200;
      await node.board.run(10 * SECOND);
      node.network.connectFailure = "timed out";
      node.network.resetAll();
      await node.board.run(30 * SECOND);
      node.network.connectFailure = undefined;
      await node.untilOnline(3 * MINUTE);
      await node.board.run(5 * SECOND);
      assert.ok(Number(node.diagnostics.missing) > 0);
      assert.ok(total("mains") < mains.given / 1_000);
    }),
  );
});

describeOnEngines("a power meter that cannot store its total", () => {
  it("says so, and counts on", async () => {
    const node = await SimulatedNode.online("power-meter", { broker: new MemoryBroker() });
    const mains = node.device(PulseSource, "mains");
    mains.hz = 0.1;
    node.board.storage.files.set("full", "x".repeat(917_504));
    await node.board.run(HOUR + MINUTE);
    mains.hz = 0;
    await node.board.run(MINUTE);
    assert.ok(node.on("diagnostics").some(({ payload }) => payload.includes('"total not stored","id":"mains"')));
    assert.equal(Number(node.payloads("mains/total/state").at(-1)), mains.given / 1_000);
    await node.close();
  });
});
