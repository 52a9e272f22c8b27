import assert from "node:assert/strict";
import { linesThrough, nearestLine } from "../../../../scripts/lib/filters/line-fit";
import { exampleFilters, type FilterFile } from "../board/example-board";
import { filteredRange } from "../../../../scripts/lib/filters/chain";

describe("the line nearest to points", () => {
  it("goes through two of them", () => {
    const line = nearestLine([
      { from: 1, to: 5 },
      { from: 3, to: 9 },
    ]);
    assert.deepEqual(line, { factor: 2, offset: 3 });
  });

  it("has the least squares, as in Anscombe's first quartet: 3.00 + 0.500 x", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const { factor, offset } = nearestLine(x.map((from, i) => ({ from, to: y[i] })));
    assert.deepEqual([factor.toFixed(3), offset.toFixed(2)], ["0.500", "3.00"]);
  });
});

describe("lines through points", () => {
  it("lead from each to the next", () => {
    assert.deepEqual(
      linesThrough([
        { from: 0, to: 0 },
        { from: 10, to: 12 },
        { from: 20, to: 20 },
      ]),
      [
        { factor: 1.2, offset: 0, until: 10 },
        { factor: 0.8, offset: 4, until: 20 },
      ],
    );
  });
});

const rangeOf = (...filters: FilterFile[]): readonly [number, number] => filteredRange([0, 1], exampleFilters(filters));

describe("the range of filtered values", () => {
  it("follows what changes values, in order", () => {
    assert.deepEqual(rangeOf({ multiply: -100 }, { offset: 10 }, { clamp: { minValue: -50 } }), [-50, 10]);
    assert.deepEqual(rangeOf({ median: {} }, { delta: { value: 1 } }, { round: 0 }), [0, 1]);
  });

  it("knows that lines through points may turn inside", () => {
    const datapoints = [
      { from: 0, to: 0 },
      { from: 1, to: 50 },
      { from: 2, to: 10 },
    ];
    assert.deepEqual(filteredRange([0, 3], [{ calibrate_linear: { method: "exact", datapoints } }]), [-30, 50]);
  });
});
