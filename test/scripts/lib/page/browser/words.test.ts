import assert from "node:assert/strict";
import type { DeskActuator, DeskControl } from "../../../../../scripts/lib/desk/protocol";
import { ago, clock, isOn, readingWords, speedWords, stateWords } from "../../../../../scripts/lib/page/browser/words";
import { boardToShow } from "../board-to-show";

const [soil, , , door] = boardToShow().values;

function state(control: DeskControl, text: string): string {
  return stateWords({ ...boardToShow().actuators[0], control } as DeskActuator, text);
}

describe("words of the page", () => {
  it("time is a clock that began at 0", () => {
    assert.deepEqual([0, 3_250, 760_000, 3_723_500, 360_000_000].map(clock), [
      "0:00.0",
      "0:03.2",
      "12:40.0",
      "1:02:03.5",
      "100:00:00.0",
    ]);
    assert.deepEqual([0, 999, 5_000, 200_000].map(ago), ["now", "now", "5 s ago", "3 min 20 s ago"]);
    assert.deepEqual([0, 1, 600].map(speedWords), ["Stand still", "Real time", "600 ×"]);
  });

  it("a reading is what the board wrote, and None is no reading", () => {
    assert.equal(readingWords(soil, "55.30"), "55.30");
    assert.equal(readingWords(soil, "None"), "no reading");
    assert.equal(readingWords(soil, undefined), "–");
    assert.equal(readingWords(door, "ON"), "ON");
  });

  it("states that are JSON are told in words", () => {
    const light: DeskControl = { kind: "light", hasColor: true, effects: ["rainbow"] };
    assert.equal(state(light, '{"state":"ON","brightness":128}'), "ON, 50 %");
    assert.equal(state(light, '{"state":"ON","brightness":255,"effect":"rainbow"}'), "ON, 100 %, rainbow");
    assert.equal(state(light, '{"state":"OFF","brightness":128}'), "OFF");
    assert.equal(state(light, "{broken"), "{broken");
    const climate: DeskControl = { kind: "climate", from: 5, to: 30, step: 0.5, unit: "°C", modes: ["off", "heat"] };
    assert.equal(state(climate, '{"mode":"heat","target":21.5}'), "heat, 21.5 °C");
  });

  it("others have the unit that belongs to them", () => {
    assert.equal(state({ kind: "level" }, "40"), "40 %");
    assert.equal(state({ kind: "angle", from: 0, to: 180 }, "90"), "90°");
    assert.equal(state({ kind: "number", from: 0, to: 9, step: 1, unit: "" }, "7"), "7");
    assert.equal(state({ kind: "cover", hasPosition: true }, "None"), "not known");
    assert.equal(state({ kind: "switch" }, ""), "not told yet");
  });

  it("it is known what is on", () => {
    assert.deepEqual(
      ["ON", "OFF", "40", "0", '{"state":"ON"}', '{"state":"OFF","brightness":9}', "", "open"].map(isOn),
      [true, false, true, false, true, false, false, false],
    );
  });
});
