import assert from "node:assert/strict";
import type { BoardFile } from "../../../../scripts/lib/board/config";
import { programOf } from "../../../../scripts/lib/program/compose";
import { oneLine } from "./one-line";
import { exampleBoard } from "../board/example-board";

type ActuatorFile = NonNullable<BoardFile["actuators"]>[number];

/** The program of a board with that actuator alone. */
function program(actuator: ActuatorFile): string {
  return oneLine(programOf(exampleBoard({ sensors: [], actuators: [actuator] }), "firmware"));
}

function includes(actuator: ActuatorFile, ...parts: string[]): void {
  const text = program(actuator);
  for (const part of parts) assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
}

describe("the drivers of actuators in a board's program", () => {
  it("a light has the defaults of the documentation", () => {
    includes(
      { id: "lamp", type: "light", pin: "D33" },
      "light(pwmPins, clock, timer, { pin: 33, hz: 5000, gamma: 2.8, transitionSeconds: 0, initialValue: 0 })",
    );
  });

  it("a light has what the board file says", () => {
    includes(
      { id: "lamp", type: "light", pin: "D4", hz: 100, gamma: 1, transitionSeconds: 0.5, initialValue: 9 },
      "light(pwmPins, clock, timer, { pin: 4, hz: 100, gamma: 1, transitionSeconds: 0.5, initialValue: 9 })",
    );
  });

  it("a button that the board presses has a timer of the chip, and tells when it is released", () => {
    includes(
      { id: "gate", type: "button", pin: "D26" },
      "momentary(digitalOutputs, pulseOutputs, alarms, { pin: 26, activeLow: false, pressMs: 500 })",
      "const alarms = createAlarms(clock, timer);",
      "publishOwnChanges(node, 0);",
    );
  });

  it("a servo has the defaults of the documentation, and lets go where it is asked to", () => {
    const options =
      "{ pin: 18, hz: 50, minMicroseconds: 1000, maxMicroseconds: 2000, minAngle: 0, maxAngle: 180, initialValue: 90 }";
    includes({ id: "flap", type: "servo", pin: "D18", initialValue: 90 }, `actuator: servo(pwmPins, ${options})`);
    includes(
      { id: "flap", type: "servo", pin: "D18", initialValue: 90, detachAfterMs: 700 },
      `detached(servo(pwmPins, ${options}), pwmPins, alarms, { pin: 18, hz: 50, afterMs: 700 })`,
    );
  });

  it("a strip has its colours in the order in which its LEDs take them", () => {
    includes(
      { id: "strip", type: "rgb", pin: "D13", count: 30 },
      "rgb(pixelStrips, clock, timer, { pin: 13, count: 30, " +
        "pixel: (red, green, blue) => String.fromCharCode(green, red, blue), " +
        "gamma: 2.8, transitionSeconds: 0, initialValue: 0 })",
    );
    includes({ id: "strip", type: "rgb", pin: "D13", count: 1, order: "BRG" }, "String.fromCharCode(blue, red, green)");
  });
});
