import assert from "node:assert/strict";
import { createAlarms } from "../../../firmware/actuators/alarms";
import { detached } from "../../../firmware/actuators/detached";
import { servo, type ServoOptions } from "../../../firmware/actuators/servo";
import { wholeNumber } from "../../../firmware/actuators/whole-number";
import { VirtualClock } from "./virtual-clock";

describe("servo", () => {
  function made(changes: Partial<ServoOptions> = {}) {
    const widths: number[] = [];
    const pins = {
      write: (pin: number, duty: number, hz: number) => {
        assert.equal(pin, 18);
        // As the engine does it: whole steps of 1/1024, the rest cut off.
        widths.push(Math.round((Math.floor(duty * 1024) / 1024 / hz) * 1e7) / 10);
      },
    };
    const options = {
      pin: 18,
      hz: 50,
      minMicroseconds: 1000,
      maxMicroseconds: 2000,
      minAngle: 0,
      maxAngle: 180,
      initialValue: 90,
      ...changes,
    };
    return { actuator: servo(pins, options), widths, pins, last: () => widths[widths.length - 1] };
  }

  it("goes to its initial angle when it is made", () => {
    const { actuator, last } = made();
    assert.equal(last(), 1503.9);
    assert.equal(actuator.state(), "90");
  });

  it("makes each pulse as wide as it should be to within half a step", () => {
    for (const [hz, step] of [
      [50, 19.54],
      [333, 2.94],
    ] as const) {
      const { actuator, last } = made({ hz });
      for (let angle = 0; angle <= 180; angle++) {
        assert.equal(actuator.command(String(angle)), true);
        const wanted = 1000 + (angle / 180) * 1000;
        assert.ok(Math.abs(last() - wanted) <= step / 2 + 0.1, `${angle}° at ${hz} Hz: ${last()} µs`);
        assert.equal(actuator.state(), String(angle));
      }
    }
  });

  it("goes by its own angles, and round the other way", () => {
    const { actuator, last } = made({
      minAngle: -45,
      maxAngle: 45,
      minMicroseconds: 2400,
      maxMicroseconds: 600,
      initialValue: 0,
      hz: 100,
    });
    for (const [payload, width] of [
      ["-45", 2402.3],
      ["45", 595.7],
      ["0", 1503.9],
    ] as const) {
      assert.equal(actuator.command(payload), true);
      assert.equal(last(), width);
      assert.equal(actuator.state(), payload);
    }
  });

  it("refuses what is no whole angle it has, and does not move", () => {
    const { actuator, widths } = made();
    for (const payload of ["", "-", "-1", "181", "9e1", " 90", "90 ", "0x5", "ON", "999999", "٣"]) {
      assert.equal(actuator.command(payload), false, payload);
    }
    assert.equal(widths.length, 1);
    assert.equal(actuator.state(), "90");
  });

  it("lets go a while after the last move, and takes hold again", () => {
    const time = new VirtualClock();
    const { actuator, pins, last, widths } = made();
    const alarms = createAlarms(time.clock, time.timer);
    const gentle = detached(actuator, pins, alarms, { pin: 18, hz: 50, afterMs: 500 });
    time.run(499);
    assert.equal(last(), 1503.9);
    assert.equal(gentle.command("0"), true);
    time.run(499);
    assert.ok(last() > 0);
    time.run(1);
    assert.equal(last(), 0);
    assert.equal(gentle.state(), "0");
    assert.equal(gentle.command("x"), false);
    time.run(10_000);
    assert.equal(last(), 0);
    gentle.command("180");
    assert.ok(last() > 1900);
    const { length } = widths;
    time.run(10_000);
    assert.equal(widths.length, length + 1);
  });
});

describe("a whole number in a payload", () => {
  it("is the nearest to a number that is in range, halves going up", () => {
    for (const [text, value] of [
      ["2.5", 3],
      ["-2.5", -2],
      ["-2.6", -3],
      ["90", 90],
      ["89.5", 90],
      [".4", 0],
    ] as const) {
      assert.equal(wholeNumber(text, -90, 90), value, text);
    }
    for (const text of ["90.1", "-90.4", "91"]) assert.ok(Number.isNaN(wholeNumber(text, -90, 90)), text);
  });

  it("is digits alone, with a sign in front", () => {
    for (const value of [0, 7, -7, 10, -360, 99999, -99999]) {
      assert.equal(wholeNumber(String(value), -99999, 99999), value);
    }
    assert.equal(Object.is(wholeNumber("007", 0, 10), 7), true);
    for (const text of ["", "-", "+1", "--1", "1-", "1,0", "1e3", "NaN"]) {
      assert.ok(Number.isNaN(wholeNumber(text, -1e9, 1e9)), text);
    }
  });
});
