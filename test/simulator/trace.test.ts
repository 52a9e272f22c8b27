import { strict as assert } from "node:assert";
import { parseTrace } from "./trace";

describe("a recording of a voltage", () => {
  it("has straight lines between its points, and holds the first and the last", () => {
    const volts = parseTrace("seconds,volts\n# warm-up\n1,1\n\n3,2\r\n", "soil.csv");
    assert.deepEqual([0, 1000, 2000, 2500, 3000, 9000].map(volts), [1, 1, 1.5, 1.75, 2, 2]);
  });

  it("jumps where two points have the same time", () => {
    const volts = parseTrace("0,0\n1,0\n1,3.3", "door.csv");
    assert.deepEqual([999, 1000].map(volts), [0, 3.3]);
  });

  it("needs no line of words", () => {
    assert.equal(parseTrace("0,1.5", "t.csv")(0), 1.5);
  });

  for (const [what, text, message] of [
    ["a line that is no pair of numbers", "0,1\n1,x", 't.csv:2: expected "seconds,volts", found "1,x"'],
    ["a missing number", "0,1\n1,", 't.csv:2: expected "seconds,volts", found "1,"'],
    ["a third number", "0,1,2", 't.csv:1: expected "seconds,volts", found "0,1,2"'],
    ["time going back", "1,1\n0.5,1", "t.csv:2: time goes back; sort the lines by their seconds"],
    ["no points", "seconds,volts\n", 't.csv: no lines of "seconds,volts"'],
  ]) {
    it(`is refused with ${what}, by file and line`, () => {
      assert.throws(() => parseTrace(text, "t.csv"), { message });
    });
  }
});
