import assert from "node:assert/strict";
import { filterChain } from "../../../../scripts/lib/filters/chain";
import { variable } from "../../../../scripts/lib/program/code";
import { print } from "../../../../scripts/lib/program/print";
import { oneLine } from "./one-line";
import { exampleFilters, type FilterFile } from "../board/example-board";

const chainOf = (...filters: FilterFile[]): string =>
  oneLine(print(filterChain(exampleFilters(filters), variable("pass")).text, ({ name }) => name));

describe("a chain of filters in a board's program", () => {
  it("has ESPHome's defaults", () => {
    assert.equal(
      chainOf({ median: {} }, { sliding_window_moving_average: {} }, { exponential_moving_average: {} }),
      "chain([median(new Float64Array(5), new Float64Array(5), 5, 5, 1), " +
        "movingAverage(new Float64Array(15), 15, 15, 1), exponentialAverage(0.1, 15, 1)], pass)",
    );
  });

  it("runs what waits for nothing in one loop, in the order of the board file", () => {
    assert.equal(
      chainOf(
        { offset: -0.5 },
        { multiply: 2 },
        { clamp: { minValue: 0 } },
        { clamp: { maxValue: 9, ignoreOutOfRange: true } },
        { round: 1 },
        { delta: { value: 0.5 } },
        { delta: { value: 5, type: "percentage" } },
        { skip_initial: 2 },
        { throttle: { seconds: 1.5 } },
      ),
      "chain([linear(1, -0.5), linear(2, 0), clamp(0, Infinity), ignoreOutOfRange(-Infinity, 9), round(10), " +
        "delta(0.5, 0), delta(0, 0.05), skipInitial(2), throttle(clock, 1500)], pass)",
    );
  });

  it("begins a new loop behind what goes by the clock", () => {
    assert.equal(
      chainOf(
        { offset: 1 },
        { heartbeat: { seconds: 60, optimistic: true } },
        { debounce: { seconds: 0.25 } },
        { round: 0 },
      ),
      "chain([linear(1, 1)], heartbeat(clock, 60000, true, debounce(clock, timer, 250, chain([round(1)], pass))))",
    );
  });

  it("calibrates by one line, or by lines through all points", () => {
    const datapoints = [
      { from: 0, to: 1 },
      { from: 1, to: 3 },
      { from: 2, to: 4 },
    ];
    assert.equal(chainOf({ calibrate_linear: { datapoints: datapoints.slice(0, 2) } }), "chain([linear(2, 1)], pass)");
    assert.equal(
      chainOf({ calibrate_linear: { method: "exact", datapoints } }),
      "chain([piecewiseLinear([{ factor: 2, offset: 1, until: 1 }, { factor: 1, offset: 2, until: 2 }])], pass)",
    );
  });
});
