import assert from "node:assert/strict";
import { createAlarms } from "../../../firmware/actuators/alarms";
import { momentary } from "../../../firmware/actuators/button";
import { VirtualClock } from "./virtual-clock";

describe("button actuator", () => {
  function made(activeLow = false) {
    const time = new VirtualClock();
    const levels: [atMs: number, high: boolean][] = [];
    const pulses: [atMs: number, high: boolean, ms: number][] = [];
    const outputs = { write: (_pin: number, high: boolean) => void levels.push([time.nowMs, high]) };
    const presser = {
      pulse: (_pin: number, high: boolean, ms: number) => void pulses.push([time.nowMs, high, ms]),
    };
    const actuator = momentary(outputs, presser, createAlarms(time.clock, time.timer), {
      pin: 26,
      activeLow,
      pressMs: 500,
    });
    return { actuator, time, levels, pulses, presser };
  }

  it("is not pressed when it is made", () => {
    assert.deepEqual(made(true).levels, [[0, true]]);
    assert.deepEqual(made(false).levels, [[0, false]]);
    assert.equal(made().actuator.state(), "OFF");
  });

  it("is pressed for its time, and tells when it is over", () => {
    for (const activeLow of [false, true]) {
      const { actuator, time, pulses } = made(activeLow);
      const states: string[] = [];
      actuator.watch?.(() => states.push(`${time.nowMs} ${actuator.state()}`));
      assert.equal(actuator.command("PRESS"), true);
      assert.equal(actuator.state(), "ON");
      time.run(2_000);
      assert.deepEqual(states, ["500 OFF"]);
      assert.deepEqual(pulses, [[0, !activeLow, 500]]);
    }
  });

  it("a second PRESS makes it no longer, and one afterwards is a new one", () => {
    const { actuator, time, pulses, levels } = made();
    for (let i = 0; i < 10; i++) {
      assert.equal(actuator.command("PRESS"), true);
      time.run(49);
    }
    assert.equal(pulses.length, 1);
    time.run(10);
    assert.deepEqual(levels[levels.length - 1], [500, false]);
    actuator.command("PRESS");
    assert.deepEqual(
      pulses.map(([atMs]) => atMs),
      [0, 500],
    );
  });

  it("obeys nothing else", () => {
    const { actuator, pulses } = made();
    for (const payload of ["", "press", "ON", "OFF", "TOGGLE", "PRESS "])
      assert.equal(actuator.command(payload), false);
    assert.deepEqual(pulses, []);
  });

  it("a pin that cannot be driven does not leave it pressed for good", () => {
    const { actuator, time, presser, pulses } = made();
    const { pulse } = presser;
    presser.pulse = () => {
      throw new Error("no");
    };
    assert.throws(() => actuator.command("PRESS"));
    presser.pulse = pulse;
    time.run(1_000);
    assert.equal(actuator.state(), "OFF");
    actuator.command("PRESS");
    assert.equal(pulses.length, 1);
  });
});
