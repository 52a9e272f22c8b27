import assert from "node:assert/strict";
import { Random, seed } from "../random";
import { Thermistor } from "../simulator/devices/ntc";
import { describeWithVoltages, except, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const MOMENT = "a reading may come before or after the moment from which on the heater may be on again";

const HEATER = 25;
const FAN = 26;
const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describeWithVoltages("a frost guard that goes by a thermistor", function () {
  this.timeout(120_000);
  let node: SimulatedNode;
  let air: Thermistor;

  afterEach(async () => {
    assert.deepEqual(node.unexpectedErrors, []);
    await node.close();
  });

  const isOn = (pin: number): boolean => !node.board.pin(pin).level;

  async function at(celsius: number): Promise<void> {
    node = await SimulatedNode.boot("frost-guard");
    air = node.device(Thermistor, "air");
    air.celsius = () => celsius;
    await node.untilOnline(15 * SECOND);
  }

  /** @returns whether the heater is on after that temperature stood for five minutes */
  async function heatsAt(celsius: number): Promise<boolean> {
    air.celsius = () => celsius;
    await node.board.run(5 * MINUTE);
    return isOn(HEATER);
  }

  it("heats below its target, stops above it, and stays as it is in between", async () => {
    await at(10);
    const heats: boolean[] = [];
    for (const celsius of [10, 5.2, 4.6, 4.3, 4.8, 5.4, 5.7, 4.8]) heats.push(await heatsAt(celsius));
    assert.deepEqual(heats, [false, false, false, true, true, true, false, false]);
    const states = node.payloads("heater/state");
    assert.deepEqual(states.slice(-2), ["ON", "OFF"]);
  });

  it("goes by a target set from outside, which outlives a reboot", async () => {
    hasOwnTraffic(MOMENT);
    await at(10);
    await node.command("target", "12.5");
    assert.equal(node.payloads("target/state").at(-1), "12.5");
    assert.equal(await heatsAt(10), true);
    await node.command("target", "40");
    assert.equal(node.diagnostics.event, "command refused");
    node.board.reboot();
    air.celsius = () => 11;
    await node.untilOnline(15 * SECOND);
    assert.equal(node.payloads("target/state").at(-1), "12.5");
    assert.equal(await heatsAt(11), true);
  });

  it("without a reading for a minute the heater goes off, and on again with the next one", async () => {
    hasOwnTraffic(MOMENT);
    await at(0);
    await node.board.run(5 * MINUTE);
    assert.ok(isOn(HEATER));
    air.isBroken = true;
    await node.board.run(50 * SECOND);
    assert.ok(isOn(HEATER));
    await node.board.run(3 * MINUTE);
    assert.ok(!isOn(HEATER));
    assert.equal(node.payloads("heater/state").at(-1), "OFF");
    air.isBroken = false;
    assert.ok(await heatsAt(0));
  });

  it("cools with the fan, never together with the heater", async () => {
    await at(20);
    air.celsius = () => 31;
    await node.board.run(5 * MINUTE);
    assert.ok(isOn(FAN) && !isOn(HEATER));
    air.celsius = () => 2;
    await node.board.run(5 * MINUTE);
    assert.ok(!isOn(FAN) && isOn(HEATER));
  });

  it(
    "holds its room above freezing in winter, whatever befalls Wi-Fi, broker and chip",
    except("esp8266", "a day of it takes long", async () => {
      hasOwnTraffic("the temperature goes up and down, and each engine takes its readings at another moment");
      const random = new Random(seed());
      await at(6);
      let celsius = 6;
      let coldest = celsius;
      const outside = (ms: number): number => -6 - 6 * Math.cos((ms / HOUR / 24) * 2 * Math.PI);
      const faults = [
        () => (node.board.accessPoint.up = false),
        () => (node.board.accessPoint.up = true),
        () => node.network.goSilent(),
        () => (node.network.connectFailure = "timed out"),
        () => (node.network.connectFailure = "refused"),
        () => (node.network.connectFailure = undefined),
        () => node.board.interruptNext("timeout"),
        () => node.board.interruptNext("interval"),
        () => node.board.reboot(),
      ];
      const hours = inFullOr(24, 3);
      for (let seconds = 0; seconds < hours * 3600; seconds += 20) {
        // A small shed: it follows the outside with a time constant of two hours; 2 kW heat it by 18 K.
        const towards = outside(node.board.nowMs) + (isOn(HEATER) ? 18 : 0);
        celsius += ((towards - celsius) * 20) / 7200;
        coldest = Math.min(coldest, celsius);
        air.celsius = () => celsius;
        if (random.below(60) === 0) random.pick(faults)();
        await node.board.run(20 * SECOND);
      }
      assert.ok(coldest > 3.5, `down to ${coldest.toFixed(2)} °C`);
      const { changes } = node.board.pin(HEATER);
      let onMs = NaN;
      for (const { level, atMs } of changes) {
        if (!level) onMs = atMs;
        else assert.ok(!(atMs - onMs > 7200 * SECOND + 12 * SECOND), `on for ${(atMs - onMs) / MINUTE} min`);
      }
      assert.ok(changes.length > (hours * 20) / 24, `${changes.length} changes`);
      node.board.accessPoint.up = true;
      node.network.connectFailure = undefined;
      await node.board.run(3 * MINUTE);
      assert.equal(node.payloads("heater/state").at(-1), isOn(HEATER) ? "ON" : "OFF");
    }),
  );
});
