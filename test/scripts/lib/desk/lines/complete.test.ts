import assert from "node:assert/strict";
import { complete } from "../../../../../scripts/lib/desk/lines/complete";
import { help } from "../../../../../scripts/lib/desk/lines/help";
import { tank } from "./boards";

const hits = (line: string): string[] => complete(line, tank())[0].map((hit) => hit.trimEnd());

describe("completion at the desk", () => {
  it("knows what a line of this board may begin with", () => {
    const all = hits("");
    for (const word of ["water", "room/temperature", "room", "pump", "wifi", "time", "help", "world"]) {
      assert.ok(all.includes(word), word);
    }
    assert.deepEqual(hits("wa"), ["water"]);
    assert.deepEqual(hits("WA"), ["water"]);
    assert.deepEqual(hits("nothing"), []);
    assert.equal(new Set(all).size, all.length);
  });

  it("knows what may follow", () => {
    assert.deepEqual(hits("water s"), ["swing", "sine", "square"]);
    assert.deepEqual(hits("water u"), ["unplugged"]);
    assert.deepEqual(hits("room "), ["unplugged", "ok"]);
    assert.deepEqual(hits("pump "), ["stuck", "ok", "ON", "OFF", "TOGGLE"]);
    assert.deepEqual(hits("pump o"), ["ok", "ON", "OFF"]);
    assert.deepEqual(hits("wifi "), ["off", "on", "wrong-password"]);
    assert.deepEqual(hits("world lea"), ["leak"]);
    assert.deepEqual(hits("world leak o"), ["ON", "OFF"]);
    assert.deepEqual(hits("command leak t"), ["TOGGLE"]);
    assert.deepEqual(hits("time r"), ["real"]);
    assert.deepEqual(hits("publish pump/s"), ["pump/set", "pump/state"]);
    assert.deepEqual(hits("pump ON "), []);
    assert.deepEqual(
      hits("strange-messages "),
      ["off"].filter(() => false),
    );
  });

  it("takes the place of the word that was begun", () => {
    assert.deepEqual(complete("world le", tank()), [["leak "], "le"]);
  });
});

describe("help at the desk", () => {
  it("names all that this board has, within 80 characters a line", () => {
    const lines = help(tank());
    const text = lines.join("\n");
    for (const name of [
      "water",
      "room/temperature",
      "world leak",
      "command leak",
      "pump",
      "wifi",
      "power",
      "publish",
    ]) {
      assert.ok(text.includes(`  ${name} `), name);
    }
    assert.doesNotMatch(text, /brownout|network/);
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
  });
});
