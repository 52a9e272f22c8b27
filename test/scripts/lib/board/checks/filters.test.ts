import assert from "node:assert/strict";
import { checkFilters } from "../../../../../scripts/lib/board/checks/filters";
import { exampleBoard, listing, type FilterFile } from "../example-board";

/** What is said about filters of a sensor that is sampled every 5 s. */
function problems(...filters: FilterFile[]): string[] {
  const found: string[] = [];
  const sensors = [{ id: "x", type: "analog", pin: "D34", periodSeconds: 5, filters } as const];
  checkFilters(exampleBoard({ sensors: [...sensors] }), listing(found));
  return found;
}

const points = (...from: number[]): { from: number; to: number }[] =>
  from.map((each) => ({ from: each, to: 2 * each }));

describe("the rules for filters", () => {
  const wrong: [what: string, filter: FilterFile, says: RegExp][] = [
    [
      "a first value after the second one",
      { median: { sendEvery: 2, sendFirstAt: 3 } },
      /"sendFirstAt" \(3\) .* \(2\)/,
    ],
    ["the same with defaults", { sliding_window_moving_average: { sendFirstAt: 16 } }, /\(16\) is at most .* \(15\)/],
    ["a clamp without ends", { clamp: {} }, /needs "minValue", "maxValue" or both/],
    ["a clamp upside down", { clamp: { minValue: 2, maxValue: 1 } }, /\(2\) is above "maxValue" \(1\)/],
    ["points one above the other", { calibrate_linear: { datapoints: points(1, 1) } }, /two different "from"/],
    [
      "points out of order for lines through them",
      { calibrate_linear: { method: "exact", datapoints: points(0, 2, 1) } },
      /ascending order/,
    ],
    ["a quiet time longer than the period", { debounce: { seconds: 10 } }, /never quiet for 10 s/],
  ];
  for (const [what, filter, says] of wrong) {
    it(`refuse ${what}`, () => {
      const [problem, ...more] = problems(filter);
      assert.match(problem ?? "", says);
      assert.match(problem ?? "", /^sensors\.0\.filters\.0: /);
      assert.deepEqual(more, []);
    });
  }

  it("allow whatever order of points has a nearest line, and a debounce behind a filter that leaves values out", () => {
    assert.deepEqual(problems({ calibrate_linear: { datapoints: points(2, 0, 1) } }), []);
    assert.deepEqual(problems({ throttle: { seconds: 60 } }, { debounce: { seconds: 10 } }), []);
  });
});
