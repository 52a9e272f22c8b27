import assert from "node:assert/strict";
import { actuatorDriver, actuatorPreparations, actuatorStatements } from "../../../../scripts/lib/program/actuators";
import { exampleBoard } from "../board/example-board";
import { Imports } from "../../../../scripts/lib/program/imports";
import type { ActuatorConfig } from "../../../../scripts/lib/board/config";

function driver(actuator: ActuatorConfig): string {
  return actuatorDriver(actuator, new Imports({ engine: "espruino", chip: "esp32" }));
}

describe("the drivers of actuators in a board's program", () => {
  it("a light has the defaults of the documentation", () => {
    assert.equal(
      driver({ id: "lamp", type: "light", pin: "D33" }),
      "light(pwmPins, clock, timer, { pin: 33, hz: 5000, gamma: 2.8, transitionSeconds: 0, initialValue: 0 })",
    );
  });

  it("a light has what the board file says", () => {
    assert.equal(
      driver({ id: "lamp", type: "light", pin: "D4", hz: 100, gamma: 1, transitionSeconds: 0.5, initialValue: 9 }),
      "light(pwmPins, clock, timer, { pin: 4, hz: 100, gamma: 1, transitionSeconds: 0.5, initialValue: 9 })",
    );
  });

  it("a button that the board presses has a timer of the chip, and tells when it is released", () => {
    const button = { id: "gate", type: "button", pin: "D26" } as const;
    assert.equal(
      driver(button),
      "momentary(digitalOutputs, pulseOutputs, alarms, { pin: 26, activeLow: false, pressMs: 500 })",
    );
    const board = exampleBoard({ actuators: [button] });
    const [preparation] = actuatorPreparations(board, new Imports({ engine: "espruino", chip: "esp32" }));
    assert.equal(preparation, "const alarms = createAlarms(clock, timer);");
    assert.deepEqual(actuatorStatements(board, new Imports({ engine: "espruino", chip: "esp32" })), [
      "publishOwnChanges(node, 0);",
    ]);
  });

  it("a servo has the defaults of the documentation, and lets go where it is asked to", () => {
    const options =
      "{ pin: 18, hz: 50, minMicroseconds: 1000, maxMicroseconds: 2000, minAngle: 0, maxAngle: 180, initialValue: 90 }";
    assert.equal(driver({ id: "flap", type: "servo", pin: "D18", initialValue: 90 }), `servo(pwmPins, ${options})`);
    assert.equal(
      driver({ id: "flap", type: "servo", pin: "D18", initialValue: 90, detachAfterMs: 700 }),
      `detached(servo(pwmPins, ${options}), pwmPins, alarms, { pin: 18, hz: 50, afterMs: 700 })`,
    );
  });

  it("a strip has its colours in the order in which its LEDs take them", () => {
    assert.equal(
      driver({ id: "strip", type: "rgb", pin: "D13", count: 30 }),
      "rgb(pixelStrips, clock, timer, { pin: 13, count: 30, " +
        "pixel: (red, green, blue) => String.fromCharCode(green, red, blue), " +
        "gamma: 2.8, transitionSeconds: 0, initialValue: 0 })",
    );
    assert.match(
      driver({ id: "strip", type: "rgb", pin: "D13", count: 1, order: "BRG" }),
      /fromCharCode\(blue, red, green\)/,
    );
  });
});
