import assert from "node:assert/strict";
import type { Board, BoardFile } from "../../../../scripts/lib/board/config";
import { programOf } from "../../../../scripts/lib/program/compose";
import { oneLine } from "./one-line";
import { exampleBoard } from "../board/example-board";

type RuleFile = NonNullable<BoardFile["rules"]>[number];

const made = (board: Board, firmware: string): string => oneLine(programOf(board, firmware));

describe("a board's own rules in its program", () => {
  const program = (...rules: RuleFile[]): string => made(exampleBoard({ rules }), "../../firmware");

  it("a contact follows the driver of its sensor, with the defaults of the documentation", () => {
    const text = program({ type: "contact", sensor: "door", actuator: "lamp" });
    const at = [
      "const sensor_door = digital(digitalInputs, clock,",
      'contact(channel_door, sensor_door, node.outputs[1], "TOGGLE", true, false);',
      'startSensor(channel_door, "door", 60000, sensor_door);',
    ].map((part) => text.indexOf(part));
    assert.ok(at[0] > 0 && at[0] < at[1] && at[1] < at[2], text);
  });

  it("a contact has what the board file says", () => {
    assert.match(
      program(
        { type: "contact", sensor: "door", actuator: "pump", when: "OFF", command: "ON" },
        { type: "contact", sensor: "door", actuator: "lamp", when: "both" },
      ),
      /outputs\[0\], "ON", false, true\);\ncontact\(.*outputs\[1\], "TOGGLE", true, true\);/,
    );
  });

  it("a board without rules carries nothing of them", () => {
    assert.ok(!/contact|sensor_/.test(program()));
  });
});
