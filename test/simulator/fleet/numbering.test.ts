import assert from "node:assert/strict";
import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";
import { isNumbered, numberOf, voltsOf } from "./numbering";

const SENSOR = { id: "level", type: "analog", pin: "D33", periodSeconds: 5, scale: 1000, offset: 0, decimals: 0 };

function sensor(differently: object): AnalogSensorConfig {
  return { ...SENSOR, ...differently } as unknown as AnalogSensorConfig;
}

/** What a node publishes of a voltage: a step of the converter, scaled, rounded. */
function published(config: AnalogSensorConfig, volts: number, steps: number): string {
  const step = Math.floor((volts / (config.rangeVolts === 1 ? 1 : 3.3)) * steps);
  return ((step / steps) * config.scale + config.offset).toFixed(config.decimals);
}

describe("numbered readings", () => {
  for (const [name, differently] of [
    ["a wide scale", {}],
    ["percents with one digit", { scale: 100, decimals: 1 }],
    ["a scale that goes down, and an offset", { scale: -40, offset: 20, decimals: 2 }],
    ["another range", { rangeVolts: 1 }],
  ] as const) {
    for (const steps of [1024, 4096]) {
      it(`are told by their values: ${name}, ${steps} steps`, () => {
        const config = sensor(differently);
        for (let number = 1; number < 3_000; number++) {
          assert.equal(numberOf(config, published(config, voltsOf(config, number), steps), number), number);
        }
      });
    }
  }

  it("that are late, or come again, are those that they were", () => {
    const config = sensor({});
    const late = published(config, voltsOf(config, 1_000), 4096);
    assert.equal(numberOf(config, late, 1_020), 1_000);
    assert.equal(numberOf(config, late, 980), 1_000);
  });

  it("are none where the value is none of ours", () => {
    assert.equal(numberOf(sensor({}), "PERHAPS", 1), undefined);
    assert.equal(numberOf(sensor({}), "-50", 1), undefined);
  });

  it("are of sensors that publish what their pin says, finely enough", () => {
    assert.ok(isNumbered(sensor({})));
    assert.ok(!isNumbered(sensor({ filters: [{ type: "median" }] })));
    assert.ok(!isNumbered(sensor({ scale: 1, decimals: 1 })));
    assert.ok(!isNumbered(sensor({ type: "digital" })));
  });
});
