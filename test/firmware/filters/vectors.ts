import { chain } from "../../../firmware/filters/chain";
import { clamp, ignoreOutOfRange } from "../../../firmware/filters/clamp";
import { delta } from "../../../firmware/filters/delta";
import { exponentialAverage } from "../../../firmware/filters/exponential-moving-average";
import type { Filter } from "../../../firmware/filters/filter";
import { linear } from "../../../firmware/filters/linear";
import { median } from "../../../firmware/filters/median";
import { movingAverage } from "../../../firmware/filters/sliding-window-moving-average";
import { piecewiseLinear } from "../../../firmware/filters/calibrate-linear";
import { round } from "../../../firmware/filters/round";
import { skipInitial } from "../../../firmware/filters/skip-initial";

/** What goes into a chain of filters and what comes out of it, from a fresh start. Runs in Node and in the interpreter. */
export interface Vector {
  name: string;
  filters: () => Filter[];
  into: number[];
  /** With NaN where "no reading" goes on. */
  out: number[];
}

/** Everything that goes through, in order. */
export function passed(vector: Vector): number[] {
  const out: number[] = [];
  const pass = chain(vector.filters(), (value) => {
    out.push(value);
  });
  vector.into.forEach((value) => pass(value));
  return out;
}

const ring = (size: number): Float64Array => new Float64Array(size);

function alternating(one: number, other: number, count: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    values.push(i % 2 === 0 ? one : other);
  }
  return values;
}

export const VECTORS: Vector[] = [
  { name: "offset adds", filters: () => [linear(1, -0.5)], into: [21, -3, NaN], out: [20.5, -3.5, NaN] },
  { name: "multiply multiplies", filters: () => [linear(2.5, 0)], into: [4, -2, NaN], out: [10, -5, NaN] },
  {
    name: "calibrate_linear through every point goes on straight beyond the first and the last",
    // 0 → 0, 10 → 12, 20 → 20
    filters: () => [
      piecewiseLinear([
        { factor: 1.2, offset: 0, until: 10 },
        { factor: 0.8, offset: 4, until: 20 },
      ]),
    ],
    into: [-10, 0, 5, 10, 15, 20, 30, NaN],
    out: [-12, 0, 6, 12, 16, 20, 28, NaN],
  },
  {
    name: "clamp keeps values inside, and makes no number of NaN",
    filters: () => [clamp(0, 100)],
    into: [-1, 0, 50, 100, 101, NaN],
    out: [0, 0, 50, 100, 100, NaN],
  },
  {
    name: "clamp without one of its ends lets everything through there",
    filters: () => [clamp(-Infinity, 10)],
    into: [-1e9, 11],
    out: [-1e9, 10],
  },
  {
    name: "clamp that ignores what is out of range lets NaN through, which is no value",
    filters: () => [ignoreOutOfRange(0, 100)],
    into: [-1, 0, 50, 100, 101, NaN],
    out: [0, 50, 100, NaN],
  },
  {
    name: "round takes halves away from zero",
    filters: () => [round(10)],
    into: [1.24, 1.26, 0.25, -0.25, -1.26, NaN],
    out: [1.2, 1.3, 0.3, -0.3, -1.3, NaN],
  },
  {
    name: "round leaves alone what is round, also where it has as many digits as single precision",
    filters: () => [round(100)],
    into: [100653.27, -100653.27],
    out: [100653.27, -100653.27],
  },
  { name: "round to whole numbers", filters: () => [round(1)], into: [2.5, -2.5, 2.4], out: [3, -3, 2] },
  {
    name: "median sends the first reading at once, then one for every five",
    filters: () => [median(ring(5), ring(5), 5, 5, 1)],
    into: [20, 21, 85, 19, 22, 20, 21, 20, -127, 21, 20],
    out: [20, 21, 20],
  },
  {
    name: "median of an even number of readings is the mean of the middle two",
    filters: () => [median(ring(4), ring(4), 4, 1, 1)],
    into: [1, 2, 10, 3, 4],
    out: [1, 1.5, 2, 2.5, 3.5],
  },
  {
    name: "median leaves NaN out, and is NaN where there is nothing else",
    filters: () => [median(ring(3), ring(3), 3, 1, 1)],
    into: [NaN, 5, NaN, NaN, NaN, 7],
    out: [NaN, 5, 5, 5, NaN, 7],
  },
  {
    name: "sliding_window_moving_average slides, and sends first when it is told to",
    filters: () => [movingAverage(ring(3), 3, 2, 2)],
    into: [1, 2, 3, 4, 5, 6],
    out: [1.5, 3, 5],
  },
  {
    name: "sliding_window_moving_average of large readings is as fine as they are",
    filters: () => [movingAverage(ring(400), 400, 400, 400)],
    into: alternating(101325.25, 101326.25, 400),
    out: [101325.75],
  },
  {
    name: "sliding_window_moving_average leaves NaN out, and is NaN where there is nothing else",
    filters: () => [movingAverage(ring(2), 2, 1, 1)],
    into: [NaN, 4, NaN, NaN, 8, 9],
    out: [NaN, 4, 4, NaN, 8, 8.5],
  },
  {
    name: "exponential_moving_average begins with the first reading",
    filters: () => [exponentialAverage(0.25, 1, 1)],
    into: [NaN, 8, 16, NaN, 16],
    out: [NaN, 8, 10, NaN, 11.5],
  },
  {
    name: "exponential_moving_average sends one for every so many",
    filters: () => [exponentialAverage(0.5, 3, 1)],
    into: [8, 8, 8, 16, 16],
    out: [8, 12],
  },
  {
    name: "delta lets through what differs by that much or more from what it let through last",
    filters: () => [delta(2, 0)],
    into: [10, 11, 12, 13.5, 10.5, 10, 8],
    out: [10, 12, 10, 8],
  },
  {
    name: "delta in percent goes by the size of the last one",
    filters: () => [delta(0, 0.125)],
    into: [100, 110, 112.5, 100, 98, -98, -100],
    out: [100, 112.5, 98, -98],
  },
  {
    name: "delta of nothing lets every change through",
    filters: () => [delta(0, 0)],
    into: [1, 1, 1.5, 1.5, 1],
    out: [1, 1.5, 1],
  },
  {
    name: "delta tells once that there is no reading, and the first after it",
    filters: () => [delta(5, 0)],
    into: [NaN, NaN, 20, NaN, NaN, 20, 21],
    out: [NaN, 20, NaN, 20],
  },
  {
    name: "skip_initial does not count NaN",
    filters: () => [skipInitial(2)],
    into: [NaN, 1, NaN, 2, 3, 4],
    out: [NaN, NaN, 3, 4],
  },
  {
    name: "a chain goes from the first filter to the last, and ends where one lets nothing through",
    filters: () => [skipInitial(1), linear(1.8, 32), movingAverage(ring(2), 2, 2, 2), round(10), delta(1, 0)],
    into: [85, 20, 21, 21, 21, 25, 26],
    out: [68.9, 77.9],
  },
];
