import assert from "node:assert/strict";
import { ntc, ntcCelsius, ntcOhms } from "../../../firmware/sensors/ntc";
import { betaCoefficients } from "../../../scripts/lib/sensors/beta-coefficients";

/** AMWEI AMF58B-103F3950, 10 kΩ at 25 °C, B25/50 = 3950 K ± 1 %: the manufacturer's table of °C and kΩ. */
const AMF58B: [number, number][] = [
  [-40, 283.3811],
  [-20, 90.9311],
  [-10, 53.9812],
  [0, 32.5807],
  [10, 20.0003],
  [20, 12.5266],
  [25, 10],
  [30, 8.0338],
  [35, 6.4976],
  [80, 1.2429],
  [100, 0.673],
  [125, 0.3402],
];

/** Campbell Scientific 109SS, manual, appendix C: thermistor 10K3MCD1, its coefficients, and its table of °C and ohms. */
const SS109 = {
  coefficients: [1.129241e-3, 2.341077e-4, 8.775468e-8],
  table: [
    [-40, 336_103.2],
    [-30, 176_804.8],
    [-20, 97_006.9],
    [-10, 55_303.9],
    [0, 32_650.9],
    [1, 31_030.8],
  ],
};

/** Kelvins of this size have 1/32,768 in single precision, and three of the steps to them round. */
const SINGLE = 1e-4;

describe("a thermistor's temperature", () => {
  it("by the B parameter is the table's to within 0.2 °C near room temperature, and 1 °C from 0 °C to 80 °C", () => {
    const { a, b, c } = betaCoefficients(10_000, 25, 3950);
    for (const [celsius, kiloohms] of AMF58B) {
      const error = Math.abs(ntcCelsius(kiloohms * 1000, a, b, c) - celsius);
      if (celsius >= 0 && celsius <= 80) assert.ok(error < 1, `${celsius} °C: ${error}`);
      if (celsius >= 10 && celsius <= 35) assert.ok(error < 0.2, `${celsius} °C: ${error}`);
    }
  });

  it("by Steinhart and Hart is the table's to within 0.005 °C", () => {
    const [a, b, c] = SS109.coefficients;
    for (const [celsius, ohms] of SS109.table) {
      assert.ok(Math.abs(ntcCelsius(ohms, a, b, c) - celsius) < 0.005, `${celsius} °C`);
    }
  });

  it("is none where the divider stands at an end: the wire is broken, or shorted", () => {
    for (const ratio of [0, 0.001, 0.999, 1, NaN]) assert.ok(Number.isNaN(ntcOhms(ratio, 10_000, false)), `${ratio}`);
  });

  it("is measured in the lower and in the upper half of a divider", () => {
    assert.equal(ntcOhms(0.75, 10_000, false), 30_000);
    assert.equal(ntcOhms(0.75, 30_000, true), 10_000);
    const { a, b, c } = betaCoefficients(10_000, 25, 3950);
    for (const isUpper of [false, true]) {
      const sensor = ntc(
        { read: (pin) => (pin === 34 ? 0.5 : NaN) },
        { pin: 34, resistorOhms: 10_000, isUpper, fullScale: 1, a, b, c },
      );
      assert.ok(Math.abs(sensor.sample() - 25) < SINGLE);
    }
  });

  it("allows for a full scale that is not the supply", () => {
    const { a, b, c } = betaCoefficients(10_000, 25, 3950);
    const options = { pin: 34, resistorOhms: 10_000, isUpper: false, fullScale: 3.1 / 3.3, a, b, c };
    assert.ok(Math.abs(ntc({ read: () => 1.65 / 3.1 }, options).sample() - 25) < SINGLE);
  });
});
