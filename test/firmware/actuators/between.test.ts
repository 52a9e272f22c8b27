import assert from "node:assert/strict";
import { isBetween } from "../../../firmware/actuators/between";

describe("a number between two others", () => {
  it("is above the one and below the other, and neither of them", () => {
    assert.deepEqual(
      ["19.9", "20", "20.1", "25", "29.99", "30", "31", "-25"].map((text) => isBetween(text, 20, 30)),
      [false, false, true, true, true, false, false, false],
    );
    assert.ok(isBetween("-5.5", -2e9, 0));
  });

  it("is nothing that is no decimal number", () => {
    for (const text of ["", " ", "ON", "25 °C", "NaN", "1e1", "0x15", "2 5", "25,5", "--25", "25.", "None"]) {
      const isNumber = text === "25.";
      assert.equal(isBetween(text, 20, 30), isNumber, text);
    }
  });
});
