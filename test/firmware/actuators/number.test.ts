import assert from "node:assert/strict";
import { decimalIn } from "../../../firmware/actuators/decimal";
import { setPoint } from "../../../firmware/actuators/number";

const OPTIONS = { min: 5, max: 30, step: 0.5, decimals: 1 };

describe("a set-point", () => {
  it("reads decimal numbers and nothing else", () => {
    for (const [text, value] of [
      ["0", 0],
      ["21.5", 21.5],
      ["-3", -3],
      ["-0.25", -0.25],
      [".5", 0.5],
      ["7.", 7],
      ["0021", 21],
    ] as const) {
      assert.equal(decimalIn(text, -1e6, 1e6), value, text);
    }
    for (const text of [
      "",
      "-",
      ".",
      "1e3",
      "+5",
      " 5",
      "5 ",
      "5x",
      "0x10",
      "1.2.3",
      "--1",
      "NaN",
      "5-",
      "1234567890123456789012345",
    ]) {
      assert.ok(isNaN(decimalIn(text, -1e6, 1e6)), text);
    }
  });

  it("takes what is in range, on the nearest step, and refuses the rest", () => {
    const target = setPoint(OPTIONS, 20, "");
    assert.equal(target.state(), "20.0");
    for (const [payload, isObeyed, state] of [
      ["21.5", true, "21.5"],
      ["21.7", true, "21.5"],
      ["21.8", true, "22.0"],
      ["7.3", true, "7.5"],
      ["7.2", true, "7.0"],
      ["5", true, "5.0"],
      ["30", true, "30.0"],
      ["30.1", false, "30.0"],
      ["4.99", false, "30.0"],
      ["ON", false, "30.0"],
      ["", false, "30.0"],
    ] as const) {
      assert.equal(target.command(payload), isObeyed, payload);
      assert.equal(target.state(), state);
    }
    assert.equal(target.value(), 30);
  });

  it("begins with what was stored, unless that is out of range or no number", () => {
    assert.equal(setPoint(OPTIONS, 20, "8.5").value(), 8.5);
    for (const stored of ["", "99", "4", "x", "-"]) assert.equal(setPoint(OPTIONS, 20, stored).value(), 20, stored);
  });
});
