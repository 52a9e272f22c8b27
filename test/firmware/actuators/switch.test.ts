import assert from "node:assert/strict";
import { switchable } from "../../../firmware/actuators/switch";
import type { DigitalOutputs } from "../../../firmware/engine/engine";

function pinsWriting(levels: boolean[]): DigitalOutputs {
  return {
    write: (pin, high) => {
      assert.equal(pin, 25);
      levels.push(high);
    },
  };
}

describe("switch", () => {
  it("drives its pin to the initial value when it is made", () => {
    for (const activeLow of [false, true]) {
      for (const initialValue of [false, true]) {
        const levels: boolean[] = [];
        const actuator = switchable(pinsWriting(levels), { pin: 25, activeLow, initialValue });
        assert.deepEqual(levels, [initialValue !== activeLow]);
        assert.equal(actuator.state(), initialValue ? "ON" : "OFF");
      }
    }
  });

  it("obeys ON, OFF and TOGGLE", () => {
    const levels: boolean[] = [];
    const actuator = switchable(pinsWriting(levels), { pin: 25, activeLow: true, initialValue: false });
    for (const [payload, state] of [
      ["ON", "ON"],
      ["ON", "ON"],
      ["TOGGLE", "OFF"],
      ["TOGGLE", "ON"],
      ["OFF", "OFF"],
    ]) {
      assert.equal(actuator.command(payload), true);
      assert.equal(actuator.state(), state);
    }
    assert.deepEqual(levels, [true, false, false, true, false, true]);
  });

  it("refuses everything else and moves nothing", () => {
    const levels: boolean[] = [];
    const actuator = switchable(pinsWriting(levels), { pin: 25, activeLow: false, initialValue: true });
    for (const payload of ["", "on", "ON ", "1", "true", "OFF\0", "ONOFF", "50"]) {
      assert.equal(actuator.command(payload), false, payload);
    }
    assert.equal(levels.length, 1);
    assert.equal(actuator.state(), "ON");
  });

  it("a pin that cannot be driven leaves the state as it was", () => {
    const levels: boolean[] = [];
    const pins = pinsWriting(levels);
    const actuator = switchable(pins, { pin: 25, activeLow: false, initialValue: false });
    pins.write = () => {
      throw new Error("no");
    };
    assert.throws(() => actuator.command("ON"));
    assert.equal(actuator.state(), "OFF");
  });
});
