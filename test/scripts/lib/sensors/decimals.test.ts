import assert from "node:assert/strict";
import { checkFilters } from "../../../../scripts/lib/board/checks/filters";
import { channelsOf } from "../../../../scripts/lib/sensors/channels";
import { decimalsFor } from "../../../../scripts/lib/sensors/decimals";
import { exampleBoard, exampleFilters, listing } from "../board/example-board";

const boardOf = (sensor: object): ReturnType<typeof exampleBoard> =>
  exampleBoard({ sensors: [{ id: "x", pin: "D34", periodSeconds: 10, ...sensor }] as never, actuators: [] });

/** The digits of the values of a sensor, by what they are. */
function decimals(sensor: object): Record<string, number> {
  return Object.fromEntries(channelsOf(boardOf(sensor)).map((each) => [each.quantity ?? "value", each.decimals]));
}

const meter = (pulsesPerUnit: number, unit?: string, more: object = {}): object => ({
  type: "pulseCounter",
  pulsesPerUnit,
  ...(unit === undefined ? {} : { unit }),
  ...more,
});

describe("the digits that a value has unless the board file says how many", () => {
  it("are as many as its smallest step takes", () => {
    for (const [step, digits] of [
      [5, 0],
      [1, 0],
      [0.5, 1],
      [0.1, 1],
      [0.05, 2],
      [0.012, 2],
      [0.01, 2],
      [0.001, 3],
      [1 / 1000, 3],
      [0.00044, 4],
      [1e-9, 6],
    ]) {
      assert.equal(decimalsFor(step), digits, `${step}`);
    }
    assert.equal(decimalsFor(1, exampleFilters([{ multiply: 0.001 }])), 3);
    assert.equal(decimalsFor(1, exampleFilters([{ offset: 10 }])), 0);
    assert.equal(decimalsFor(0.1, exampleFilters([{ clamp: { minValue: 5, maxValue: 9 } }])), 1);
  });

  it("show the slowest flow that a pulse counter tells from none, in whatever unit", () => {
    // 0.5 L/min of a meter with a pulse a litre, in m³/h.
    const flow = decimals(meter(1000, "m³", { debounceMs: 5, total: { deviceClass: "water" } }));
    assert.deepEqual(flow, { rate: 2, total: 3 });
    assert.notEqual(Number((0.03).toFixed(flow["rate"])), 0);
    assert.deepEqual(decimals(meter(1000, "kWh")), { rate: 1, total: 3 });
    assert.deepEqual(decimals(meter(1000, "kWh", { rate: { unit: "kW" } })), { rate: 2, total: 3 });
    assert.deepEqual(decimals(meter(1000, "kWh", { rate: { unit: "MW" } })), { rate: 5, total: 3 });
    assert.deepEqual(decimals(meter(10_000, "kWh")), { rate: 1, total: 4 });
    assert.deepEqual(decimals(meter(450, "L")), { rate: 4, total: 3 });
    assert.deepEqual(decimals(meter(1, "L")), { rate: 1, total: 0 });
    assert.deepEqual(decimals(meter(0.1, "L")), { rate: 1, total: 0 });
    assert.deepEqual(decimals(meter(1)), { rate: 3, total: 0 });
    assert.deepEqual(decimals(meter(1, undefined, { zeroAfterSeconds: 5 })), { rate: 1, total: 0 });
    assert.deepEqual(decimals(meter(1000, "m³", { rate: { unit: "m³/s" } })), { rate: 6, total: 3 });
  });

  it("are never none for a rate that is not 0 and no total that stands still under a pulse", () => {
    for (const unit of [undefined, "kWh", "Wh", "MWh", "L", "mL", "m³", "clicks"]) {
      for (const pulsesPerUnit of [1, 2, 7, 75, 450, 800, 1000, 6400]) {
        for (const zeroAfterSeconds of [5, 60, 300]) {
          const [rate, total] = channelsOf(boardOf(meter(pulsesPerUnit, unit, { zeroAfterSeconds })));
          const what = `${pulsesPerUnit} for 1 ${unit}, ${zeroAfterSeconds} s: ${rate.decimals}, ${total.decimals}`;
          const [, mostHz] = rate.range ?? [0, 0];
          // 10,000 pulses a second are the most that there are.
          const slowest = mostHz / 10_000 / zeroAfterSeconds;
          assert.ok(slowest < 5e-7 || Number(slowest.toFixed(rate.decimals)) > 0, what);
          assert.ok(Number((1 / pulsesPerUnit).toFixed(total.decimals)) > 0, what);
        }
      }
    }
  });

  it("show what an analog pin tells, where its scale or its filters make it small", () => {
    for (const [sensor, digits] of [
      [{}, 2],
      [{ scale: 100 }, 2],
      [{ scale: 0.05 }, 4],
      [{ scale: -0.001 }, 5],
      [{ scale: 1e-6 }, 6],
      [{ scale: 0 }, 2],
      [{ filters: [{ multiply: 0.001 }] }, 5],
      [{ scale: 3.6, filters: [{ multiply: 0.01 }] }, 4],
    ] as const) {
      assert.deepEqual(decimals({ type: "analog", ...sensor }), { value: digits }, JSON.stringify(sensor));
    }
  });

  it("are what the board file says, where it does, with a warning where all would look the same", () => {
    assert.deepEqual(decimals(meter(1000, "m³", { rate: { decimals: 0 }, total: { decimals: 1 } })), {
      rate: 0,
      total: 1,
    });
    assert.deepEqual(decimals({ type: "analog", scale: 0.001, decimals: 1 }), { value: 1 });
    const warned = (sensor: object): string[] => {
      const found: string[] = [];
      checkFilters(boardOf(sensor), listing(found));
      return found;
    };
    assert.deepEqual(warned({ type: "analog", scale: 0.001, decimals: 1 }), [
      'sensors.0.decimals: every value would show as 0.0: raise "decimals"',
    ]);
    assert.deepEqual(warned({ type: "bh1750", bus: "i2c", filters: [{ multiply: 1e-6 }] }), [
      'sensors.0.decimals: every value would show as 0: raise "decimals"',
    ]);
    assert.deepEqual(warned({ type: "ntc", filters: [{ multiply: 0.0001 }] }).length, 1);
    assert.deepEqual(warned({ type: "analog", scale: 0.001 }), []);
    assert.deepEqual(warned({ type: "analog", scale: 0, offset: 3 }), []);
    assert.deepEqual(warned(meter(1000, "m³")), []);
  });
});
