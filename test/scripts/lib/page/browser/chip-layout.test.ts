import assert from "node:assert/strict";
import { hardwareOf } from "../../../../../scripts/lib/desk/pins";
import { sidesOf } from "../../../../../scripts/lib/page/browser/chip-layout";
import type { DeskPin } from "../../../../../scripts/lib/desk/protocol";

function pin(name: string): DeskPin {
  return { name, part: "x", duty: "output" };
}

describe("the chip on the table", () => {
  for (const [chip, names] of [
    ["esp32", ["D36", "D39", ...[34, 35, 32, 33, 25, 26, 27, 14, 12, 13].map((n) => `D${n}`), "D23", "D0", "D15"]],
    ["esp32c3", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 19, 20, 21].map((n) => `D${n}`)],
    ["esp32s3", ["D1", "D4", "D18", "D21", "D48"]],
    ["esp8266", ["A0", "D0", "D1", "D8"]],
  ] as const) {
    it(`has every pin of an ${chip} on one of its sides, once`, () => {
      const sides = sidesOf({ chip, pins: names.map(pin) });
      const found = sides.flat().flatMap((place) => place.pin?.name ?? []);
      assert.deepEqual(found.sort(), [...names].sort());
      assert.ok(Math.abs(sides[0].length - sides[1].length) <= 1);
    });
  }

  it("has the places of the board that the file names, with its aerial at the top, and the chip's numbers beside", () => {
    const hardware = hardwareOf({ hardware: "xiao-esp32c3" });
    const [left, right] = sidesOf({ chip: "esp32c3", hardware, pins: [pin("D1"), pin("D10")] });
    assert.deepEqual(
      left.map(({ label, gpio }) => [label, gpio]),
      [["D7", 20], ["D8", 8], ["D9", 9], ["D10", 10], ["3V3"], ["GND"], ["5V"]].map(([label, gpio]) => [
        label,
        label === `D${gpio}` ? undefined : gpio,
      ]),
    );
    assert.deepEqual(
      right.flatMap(({ label, gpio, pin: soldered }) => (soldered === undefined ? [] : [[label, gpio, soldered.name]])),
      [["D1", 3, "D1"]],
    );
    assert.equal(left[3]?.pin?.name, "D10");
  });

  it("shows pins that the usual board does not bring out below, and those of a chip that it does not know", () => {
    const [left, right] = sidesOf({ chip: "esp32", pins: [pin("D37"), pin("D38"), pin("D25")] });
    assert.deepEqual([left.at(-1)?.label, right.at(-1)?.label], ["D37", "D38"]);
    assert.deepEqual(
      sidesOf({ chip: "esp99", pins: ["D1", "D2", "D3"].map(pin) }).map((side) => side.map(({ label }) => label)),
      [["D1", "D3"], ["D2"]],
    );
  });
});
