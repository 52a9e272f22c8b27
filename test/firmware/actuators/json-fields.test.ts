import assert from "node:assert/strict";
import {
  compactObject,
  endObject,
  isReadWhole,
  numberOf,
  objectOf,
  valueOf,
} from "../../../firmware/actuators/json-fields";
import { Random, seed } from "../../random";

/** What a text holds, as a light with a colour reads it; undefined where that is not all, or not as it should be. */
function read(text: string): Record<string, number | string> | undefined {
  const object = compactObject(text);
  const state = valueOf(object, '"state":');
  const brightness = numberOf(object, '"brightness":');
  const transition = numberOf(object, '"transition":');
  const color = objectOf(object, '"color":');
  const red = numberOf(color, '"r":');
  const green = numberOf(color, '"g":');
  if (color.length > 0 && !endObject(color)) return undefined;
  if (object.length === 0 || !isReadWhole(object)) return undefined;
  return { state, brightness, transition, red, green };
}

const NUMBER = "(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?";
const TEXT = '"(?:ON|OFF|TOGGLE)"';
const member = (key: string, value: string): string => `"${key}" *: *${value}`;
const object = (members: string[]): string => `\\{ *(?:${members.join("|")})(?: *, *(?:${members.join("|")}))* *\\}`;
const COLOR = object([member("r", NUMBER), member("g", NUMBER)]);
/** The grammar of what is to be read, as RFC 8259 has it, with blanks for its white space and without exponents. */
const GRAMMAR = new RegExp(
  `^${object([member("state", TEXT), member("brightness", NUMBER), member("transition", NUMBER), member("color", COLOR)])}$`,
);

/** Whether a text is by that grammar, has no key twice and no number of more than 16 digits, nor more than 32 blanks. */
function isRight(text: string): boolean {
  const keys = (text.match(/"[a-z]+" *:/g) ?? []).map((key) => key.replace(/ /g, ""));
  return (
    GRAMMAR.test(text) &&
    keys.every((key, at) => keys.indexOf(key) === at) &&
    !/[0-9.]{17}/.test(text) &&
    (text.match(/ /g) ?? []).length <= 32
  );
}

const KEYS = ["state", "brightness", "transition", "color", "r", "g", "effect"];

/** A command as it should be, or nearly. */
function command(random: Random): string {
  const blank = (): string => " ".repeat(random.pick([0, 0, 0, 1, 2]));
  const number = (): string => String(random.pick([0, 7, 255, 0.5, 127.25, 86400]));
  const written = (members: [string, string][]): string =>
    `{${members.map(([key, value]) => `${blank()}"${key}"${blank()}:${blank()}${value}${blank()}`).join(",")}}`;
  const members: [string, string][] = [["state", random.pick(['"ON"', '"OFF"', '"TOGGLE"'])]];
  if (random.below(2) > 0) members.push(["brightness", number()]);
  if (random.below(2) > 0) members.push(["transition", number()]);
  if (random.below(2) > 0) {
    const channels: [string, string][] = [["r", number()]];
    if (random.below(2) > 0) channels.push(["g", number()]);
    members.push(["color", written(channels)]);
  }
  if (random.below(8) === 0) members.push([random.pick(KEYS), number()]);
  members.sort(() => random.below(2) - 0.5);
  return written(members);
}

/** The text with something put in, taken out or written twice. */
function changed(text: string, random: Random): string {
  const at = random.below(text.length);
  const to = Math.min(text.length, at + 1 + random.below(20));
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2: {
      const what = [
        '"state":"ON"',
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "\\",
        " ",
        "\n",
        "\t",
        "\0",
        "\x7f",
        "é",
        "1",
        "-",
        "+",
        ".",
      ];
      return text.slice(0, at) + random.pick(what) + text.slice(at);
    }
    default:
      return text.slice(0, at) + random.pick(['"', "{", "}", ",", "e", "x", "\r", "0"]) + text.slice(at + 1);
  }
}

describe("fields of a JSON object", () => {
  it(`are what JSON.parse finds, in any order and with any blanks (seed ${seed()})`, () => {
    const random = new Random(seed());
    let whole = 0;
    for (let round = 0; round < 2000; round++) {
      const text = command(random);
      const fields = read(text);
      assert.equal(fields !== undefined, isRight(text), text);
      if (fields === undefined) continue;
      whole++;
      const parsed = JSON.parse(text) as Record<string, unknown> & { color?: { r?: number; g?: number } };
      assert.equal(fields["state"], JSON.stringify(parsed["state"]), text);
      assert.equal(fields["brightness"], parsed["brightness"] ?? NaN, text);
      assert.equal(fields["transition"], parsed["transition"] ?? NaN, text);
      assert.equal(fields["red"], parsed.color?.r ?? NaN, text);
      assert.equal(fields["green"], parsed.color?.g ?? NaN, text);
    }
    assert.ok(whole > 1000);
  });

  it("nothing else passes for read: neither an unknown key nor one twice, rubbish, a nested text or a control character", () => {
    const random = new Random(seed());
    let refused = 0;
    for (let round = 0; round < 20_000; round++) {
      let text = command(random);
      for (let i = random.below(3); i >= 0; i--) text = changed(text, random);
      const fields = read(text);
      const isRead =
        fields !== undefined &&
        ['"ON"', '"OFF"', '"TOGGLE"', ""].indexOf(String(fields["state"])) >= 0 &&
        ["brightness", "transition", "red", "green"].every((key) => fields[key] !== -1);
      assert.equal(isRead, isRight(text), JSON.stringify(text));
      refused += isRead ? 0 : 1;
    }
    assert.ok(refused > 5_000, `${refused}`);
  });

  it("no text makes them throw, or run for long", () => {
    const random = new Random(seed());
    for (let round = 0; round < 5000; round++) {
      let text = "";
      while (random.below(30) > 0) text += random.pick(['"state"', ":", '"', "{", "}", ",", " ", "1", "ON", "é", "\0"]);
      assert.ok(compactObject(text).length <= text.length);
      assert.equal(typeof valueOf(text, '"state":'), "string");
      assert.equal(typeof objectOf(text, '"state":'), "string");
      const value = numberOf(text, '"state":');
      assert.ok(Number.isNaN(value) || value >= -1);
    }
  });
});
