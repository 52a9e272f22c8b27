import assert from "node:assert/strict";
import { actuatorDriver } from "../../../../scripts/lib/entry/actuators";
import { Imports } from "../../../../scripts/lib/entry/imports";
import type { ActuatorConfig } from "../../../../firmware/config";

function driver(actuator: ActuatorConfig): string {
  return actuatorDriver(actuator, "engine/espruino", new Imports());
}

describe("the drivers of actuators in a board's program", () => {
  it("a light has the defaults of the documentation", () => {
    assert.equal(
      driver({ id: "lamp", type: "light", pin: "D33" }),
      "light(pwmPins, clock, timer, { pin: 33, hz: 1000, gamma: 2.8, transitionSeconds: 0, initialValue: 0 })",
    );
  });

  it("a light has what the board file says", () => {
    assert.equal(
      driver({ id: "lamp", type: "light", pin: "D4", hz: 5000, gamma: 1, transitionSeconds: 0.5, initialValue: 9 }),
      "light(pwmPins, clock, timer, { pin: 4, hz: 5000, gamma: 1, transitionSeconds: 0.5, initialValue: 9 })",
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
