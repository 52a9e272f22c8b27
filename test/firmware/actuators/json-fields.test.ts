import assert from "node:assert/strict";
import { compactObject, numberOf, wordOf } from "../../../firmware/actuators/json-fields";
import { Random, seed } from "../../random";

describe("fields of a JSON object", () => {
  it(`are what JSON.parse finds, in any order and with any blanks (seed ${seed()})`, () => {
    const random = new Random(seed());
    const blank = (): string => " ".repeat(random.pick([0, 0, 0, 1, 2]));
    for (let round = 0; round < 2000; round++) {
      const values: Record<string, string> = {
        state: JSON.stringify(random.pick(["ON", "OFF", "ab", "", "}{,:"])),
        brightness: String(random.below(256)),
        transition: random.pick(["0", "0.5", "1e1", "3600"]),
        effect: JSON.stringify(random.pick(['"brightness":3', "x", '{"state":"OFF"}'])),
        color: `{${blank()}"r":${blank()}${random.below(256)}${blank()},"g":1,"b":2${blank()}}`,
      };
      const keys = Object.keys(values).filter(() => random.below(3) > 0);
      keys.sort(() => random.below(2) - 0.5);
      const text = `{${keys.map((key) => `${blank()}"${key}"${blank()}:${blank()}${values[key]}${blank()}`).join()}}`;
      const parsed = JSON.parse(text) as Record<string, unknown> & { color?: { r: number } };
      const object = compactObject(text);
      if ((text.match(/ /g) ?? []).length > 32) {
        assert.equal(object, "");
        continue;
      }
      assert.equal(wordOf(object, '"state":"'), parsed["state"] ?? "", text);
      for (const key of ["brightness", "transition"]) {
        assert.equal(numberOf(object, `"${key}":`), parsed[key] ?? NaN, text);
      }
      assert.equal(numberOf(object, '"r":'), parsed.color?.r ?? NaN, text);
    }
  });

  it("no text makes them throw, or run for long", () => {
    const random = new Random(seed());
    for (let round = 0; round < 5000; round++) {
      let text = "";
      while (random.below(30) > 0) text += random.pick(['"state"', ":", '"', "{", "}", ",", " ", "1", "ON", "é", "\0"]);
      assert.ok(compactObject(text).length <= text.length);
      assert.equal(typeof wordOf(text, '"state":"'), "string");
      const value = numberOf(text, '"state":');
      assert.ok(Number.isNaN(value) || value >= -1);
    }
  });
});
