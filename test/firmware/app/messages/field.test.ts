import assert from "node:assert/strict";
import { byField, fieldOf } from "../../../../firmware/app/messages/field";

describe("a field of another node's JSON", () => {
  const STATE = '"state"';

  for (const [what, json, value] of [
    ["a text", '{"battery":100,"state":"ON"}', "ON"],
    ["an empty text", '{"state":""}', ""],
    ["a number", '{"state":-21.5,"x":1}', "-21.5"],
    ["a word", '{"state":true}', "true"],
    ["blanks and line ends anywhere", '{\n  "state" :\t"ON" ,\r\n "x": 1\n}', "ON"],
    ["blanks in the text itself", '{"state":"on the way"}', "on the way"],
    ["the key as somebody's value before it", '{"x":"state","state":"ON"}', "ON"],
    ["the key in an object inside", '{"update":{"state":"idle"}}', "idle"],
    ["a key that only ends so", '{"laststate":"ON"}', ""],
    ["an object", '{"state":{"a":1}}', ""],
    ["a list", '{"state":[1]}', ""],
    ["an escape in the text", '{"state":"O\\"N"}', ""],
    ["a text without end", '{"state":"ON', ""],
    ["a number without end", '{"state":12', ""],
    ["nothing behind it", '{"state":', ""],
    ["no key", "{}", ""],
    ["no JSON", "ON", ""],
    ["nothing", "", ""],
  ] as const) {
    it(`${what}: ${JSON.stringify(json)}`, () => assert.equal(fieldOf(json, STATE), value));
  }

  it("is read in reasonable time where a payload is made of keys, colons or blanks", () => {
    for (const piece of [STATE, `${STATE} `, `${STATE}:`, " ", '"']) {
      const text = piece.repeat(4096 / piece.length);
      assert.equal(typeof fieldOf(text, STATE), "string");
    }
  });

  it("takes the place of the payload", () => {
    const commandFor = byField('"leak"', (text) => `<${text}>`);
    assert.equal(commandFor('{"leak":false}'), "<false>");
    assert.equal(commandFor("{}"), "<>");
  });
});
