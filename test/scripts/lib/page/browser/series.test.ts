import assert from "node:assert/strict";
import { Series } from "../../../../../scripts/lib/page/browser/series";

describe("how a value went", () => {
  it("an hour at 600 times keeps few points: the newest as they came, and every peak", () => {
    const series = new Series();
    // A value each five seconds for 600 hours.
    for (let i = 0; i < 432_000; i++)
      series.add(i * 5_000, i === 1_234 ? 100 : i === 200_000 ? -100 : Math.sin(i / 50));
    assert.ok(series.times.length <= 1_600, `${series.times.length}`);
    assert.equal(series.times.length, series.values.length);
    assert.deepEqual(
      series.times,
      [...series.times].sort((a, b) => a - b),
    );
    assert.equal(series.times.at(-1), 431_999 * 5_000);
    assert.equal((series.times.at(-1) ?? 0) - (series.times.at(-2) ?? 0), 5_000);
    const values = series.values as number[];
    assert.equal(series.times[values.indexOf(100)], 1_234 * 5_000);
    assert.equal(series.times[values.indexOf(-100)], 200_000 * 5_000);
  });

  it("what is old is thinned, and what is new is not", () => {
    const series = new Series();
    for (let i = 0; i < 1_600; i++) series.add(i, i);
    assert.equal(series.times.length, 1_600);
    series.add(1_600, 1_600);
    assert.ok(series.times.length > 900 && series.times.length < 1_100, `${series.times.length}`);
    assert.deepEqual(
      series.times.slice(-400),
      Array.from({ length: 400 }, (_, i) => 1_201 + i),
    );
  });

  it("missing readings stay where nothing else was", () => {
    const series = new Series();
    for (let i = 0; i <= 1_600; i++) series.add(i, i < 800 ? null : i);
    assert.ok(series.values.slice(0, 100).every((value) => value === null));
    assert.ok(series.values.slice(-600).every((value) => value !== null));
  });

  it("a small picture has evenly so many of its newest points, and the last one", () => {
    const series = new Series();
    for (let i = 1; i <= 500; i++) series.add(i, i);
    const tail = series.tail(60, 120);
    assert.equal(tail.length, 60);
    assert.deepEqual([tail[0], tail[1], tail.at(-1)], [382, 384, 500]);
    assert.deepEqual(new Series().tail(60, 120), []);
    const short = new Series();
    short.add(1, 7);
    assert.deepEqual(short.tail(60, 120), [7]);
  });
});
