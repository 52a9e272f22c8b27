import assert from "node:assert/strict";
import { climate, type Climate } from "../../../firmware/actuators/climate";

function made(stored = "", modes = ["off", "heat"]): Climate {
  const options = { min: 5, max: 30, step: 0.5, decimals: 1, isMode: (text: string) => modes.includes(text) };
  return climate({ ...options, initialMode: modes[modes.length - 1] ?? "" }, 20, stored);
}

describe("climate actuator", () => {
  it("is told a target or a mode, and says both", () => {
    const room = made();
    assert.equal(room.state(), '{"mode":"heat","target":20.0}');
    assert.equal(room.command("21.5"), true);
    assert.equal(room.command("off"), true);
    assert.equal(room.state(), '{"mode":"off","target":21.5}');
    assert.deepEqual([room.value(), room.mode()], [21.5, "off"]);
  });

  it("rounds to its steps, and refuses what is out of range, no number, or a mode that its rules have not", () => {
    const room = made();
    assert.equal(room.command("21.3"), true);
    assert.equal(room.value(), 21.5);
    for (const payload of ["4", "31", "", "warm", "cool", "heat_cool", "OFF", "off heat", " off", "NaN"]) {
      assert.equal(room.command(payload), false, payload);
    }
    assert.equal(room.state(), '{"mode":"heat","target":21.5}');
  });

  it("is after a reboot what it was, and what it is at first where that can no longer be", () => {
    const room = made();
    room.command("off");
    room.command("25");
    assert.equal(made(room.kept?.()).state(), room.state());
    assert.equal(made("cool 25.0").state(), '{"mode":"heat","target":25.0}');
    assert.equal(made("off 99.0").state(), '{"mode":"off","target":20.0}');
    for (const nonsense of ["", "off", " ", "25.0", "?"]) made(nonsense);
    assert.equal(made("off").mode(), "heat");
    // What a number of the same id left.
    assert.equal(made("25.0").state(), '{"mode":"heat","target":25.0}');
  });

  it("tells its thermostats of what changed, and of nothing that was refused", () => {
    const room = made();
    let told = 0;
    room.listeners.push(() => told++);
    room.listeners.push(() => told++);
    room.command("off");
    room.command("22");
    room.command("99");
    assert.equal(told, 4);
  });
});
