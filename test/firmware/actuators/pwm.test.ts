import assert from "node:assert/strict";
import { pwm } from "../../../firmware/actuators/pwm";

describe("PWM level", () => {
  function made(initialValue: number) {
    const duties: number[] = [];
    const pins = {
      write: (pin: number, duty: number, hz: number) => {
        assert.deepEqual([pin, hz], [33, 1000]);
        duties.push(duty);
      },
    };
    return { actuator: pwm(pins, { pin: 33, hz: 1000, initialValue }), duties };
  }

  it("takes percents, rounds them to whole ones, and refuses anything else", () => {
    const { actuator } = made(0);
    for (let level = 0; level <= 100; level++) {
      assert.equal(actuator.command(String(level)), true);
      assert.equal(actuator.state(), String(level));
    }
    for (const [payload, state] of [
      ["55.5", "56"],
      ["55.4", "55"],
      ["0.4", "0"],
      ["99.5", "100"],
      ["7.300000000000001", "7"],
      ["0012", "12"],
    ] as const) {
      assert.equal(actuator.command(payload), true, payload);
      assert.equal(actuator.state(), state, payload);
    }
    for (const payload of [
      "",
      "101",
      "100.4",
      "255",
      "-1",
      "-0.1",
      "+5",
      "1e1",
      "0x1",
      " 5",
      "5 ",
      "5\0",
      "1.2.3",
      "٣",
    ]) {
      assert.equal(actuator.command(payload), false, JSON.stringify(payload));
      assert.equal(actuator.state(), "12");
    }
  });

  it("drives its pin to the initial value when it is made", () => {
    assert.deepEqual(made(40).duties, [0.4]);
    assert.equal(made(40).actuator.state(), "40");
  });

  it("ON returns to the last level that was not dark, at first to full", () => {
    const { actuator, duties } = made(0);
    for (const [payload, state] of [
      ["ON", "100"],
      ["30", "30"],
      ["OFF", "0"],
      ["ON", "30"],
      ["0", "0"],
      ["TOGGLE", "30"],
      ["TOGGLE", "0"],
    ]) {
      assert.equal(actuator.command(payload), true);
      assert.equal(actuator.state(), state);
    }
    assert.deepEqual(duties, [0, 1, 0.3, 0, 0.3, 0, 0.3, 0]);
  });

  it("refuses what is out of range and moves nothing", () => {
    const { actuator, duties } = made(10);
    assert.equal(actuator.command("101"), false);
    assert.equal(actuator.command("half"), false);
    assert.deepEqual(duties, [0.1]);
    assert.equal(actuator.state(), "10");
  });
});
