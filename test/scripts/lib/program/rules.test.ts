import assert from "node:assert/strict";
import type { RuleConfig } from "../../../../scripts/lib/board/config";
import { entry } from "../../../../scripts/lib/program/program";
import { exampleBoard } from "../board/example-board";

describe("a board's own rules in its program", () => {
  const program = (...rules: RuleConfig[]): string => entry(exampleBoard({ rules }), "../../firmware");

  it("a button follows the driver of its sensor, with the defaults of the documentation", () => {
    const text = program({ type: "button", sensor: "door", actuator: "lamp" });
    const at = [
      "const sensor_door = digital(digitalInputs, clock,",
      'startSensor(channel_door, "door", 60000, sensor_door);',
      'button(channel_door, sensor_door, node.outputs[1], "TOGGLE", true, false);',
    ].map((part) => text.indexOf(part));
    assert.ok(at[0] > 0 && at[0] < at[1] && at[1] < at[2], text);
  });

  it("a button has what the board file says", () => {
    assert.match(
      program(
        { type: "button", sensor: "door", actuator: "pump", when: "OFF", command: "ON" },
        { type: "button", sensor: "door", actuator: "lamp", when: "both" },
      ),
      /outputs\[0\], "ON", false, true\);\nbutton\(.*outputs\[1\], "TOGGLE", true, true\);/,
    );
  });

  it("a board without rules carries nothing of them", () => {
    assert.ok(!/button|sensor_/.test(program()));
  });
});
