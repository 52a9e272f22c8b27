import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { ohms, Thermistor, type NtcDivider } from "./ntc";

const DIVIDER: NtcDivider = {
  position: "lower",
  ohmsAt25: 10_000,
  beta: 3950,
  resistorOhms: 10_000,
  supplyVolts: 3.3,
};

describe("the model of a thermistor", () => {
  let pin: SimulatedPin;

  beforeEach(() => {
    pin = new SimulatedPin(34, new VirtualTime(), () => 0.123);
  });

  /** The pin's voltage with a thermistor at a temperature. */
  function voltsAt(celsius: number, divider: NtcDivider): number {
    new Thermistor(pin, divider).celsius = () => celsius;
    return pin.volts;
  }

  it("stands in the middle where both resistors are equal, and lower when it is warmer", () => {
    assert.ok(Math.abs(voltsAt(25, DIVIDER) - 1.65) < 1e-9);
    assert.ok(voltsAt(50, DIVIDER) < 1);
    assert.ok(voltsAt(50, { ...DIVIDER, position: "upper" }) > 2.3);
  });

  it("goes by the curve of Steinhart and Hart where the board file does", () => {
    // Of a thermistor of 10 kΩ at 25 °C.
    const steinhartHart = { a: 1.129148e-3, b: 2.34125e-4, c: 8.76741e-8 };
    const divider = { ...DIVIDER, beta: undefined, steinhartHart };
    for (const celsius of [-40, 0, 25, 100]) {
      const logarithm = Math.log(ohms(celsius, divider));
      const { a, b, c } = steinhartHart;
      assert.ok(Math.abs(1 / (a + b * logarithm + c * logarithm ** 3) - 273.15 - celsius) < 1e-6);
    }
    assert.ok(Math.abs(ohms(25, divider) - 10_000) < 10);
  });

  it("leaves its pin to the other resistor when its wire is broken, and alone before it is told anything", () => {
    const part = new Thermistor(pin, DIVIDER);
    assert.equal(pin.volts, 0.123);
    part.celsius = () => 10;
    part.isBroken = true;
    assert.equal(pin.volts, 3.3);
    part.isBroken = false;
    assert.ok(pin.volts < 3);
    new Thermistor(pin, { ...DIVIDER, position: "upper" }).isBroken = true;
    assert.equal(pin.volts, 0);
  });
});
