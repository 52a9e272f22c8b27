import assert from "node:assert/strict";
import { identify } from "../../../firmware/actuators/identify";
import { RelayDesk } from "./relay-desk";

const PIN = 2;

function made(activeLow = false) {
  const desk = new RelayDesk();
  const actuator = identify(desk.pins, desk.alarms, { pin: PIN, activeLow });
  const told: string[] = [];
  actuator.watch?.(() => told.push(`${desk.time.nowMs} ${actuator.state()}`));
  const isLit = (): boolean => desk.levels.get(PIN) !== activeLow;
  return { desk, actuator, told, isLit };
}

describe("identify actuator", () => {
  for (const activeLow of [false, true]) {
    it(`is dark, blinks ten times at PRESS, and is dark again${activeLow ? ", where a low level lights it" : ""}`, () => {
      const { desk, actuator, told, isLit } = made(activeLow);
      assert.equal(isLit(), false);
      assert.equal(actuator.command("PRESS"), true);
      assert.equal(isLit(), true);
      assert.equal(actuator.state(), "ON");
      desk.run(10_000);
      assert.equal(isLit(), false);
      assert.equal(desk.changes.filter(({ high }) => high !== activeLow).length, 10);
      assert.deepEqual(told, ["4750 OFF"]);
    });
  }

  it("begins anew at a second PRESS, and obeys nothing else", () => {
    const { desk, actuator, isLit } = made();
    for (const payload of ["", "ON", "press"]) assert.equal(actuator.command(payload), false);
    actuator.command("PRESS");
    desk.run(4_000);
    actuator.command("PRESS");
    desk.run(4_500);
    assert.equal(actuator.state(), "ON");
    desk.run(2_000);
    assert.deepEqual([actuator.state(), isLit()], ["OFF", false]);
  });

  it("comes to its end and dark whatever is cut off on the way", () => {
    for (let calls = 1; calls < 60; calls++) {
      const { desk, actuator, isLit } = made();
      desk.attempt(() => void actuator.command("PRESS"));
      desk.interruptIn = calls;
      desk.run(20_000);
      assert.deepEqual([actuator.state(), isLit()], ["OFF", false], `${calls}`);
    }
  });
});
