import assert from "node:assert/strict";
import { HARDWARE, HARDWARE_NAMES, printedName } from "../../../../scripts/lib/platforms/hardware";
import { chipOf } from "../../../../scripts/lib/platforms/chips";
import { gpioNumber } from "../../../../scripts/lib/platforms/pin-number";

describe("boards as they are sold", () => {
  for (const name of HARDWARE_NAMES) {
    const { chip, pins, sides } = HARDWARE[name];

    it(`${name}: each pin that is printed is one of the chip's, stands at one place of the board, and is printed once`, () => {
      const facts = chipOf({ engine: chip === "esp8266" ? "nodemcu" : "espruino", chip });
      const labels = sides.flat();
      for (const [printed, own] of pins) {
        assert.ok(facts?.pins.has(own), own);
        assert.equal(labels.filter((label) => label === printed).length, 1, printed);
        assert.equal(printedName(name, own), printed);
      }
      assert.equal(new Set(pins.values()).size, pins.size);
    });

    it(`${name}: what is printed beside no pin is power, ground, reset, or joined to nothing that a program may use`, () => {
      const others = new Set(sides.flat().filter((label) => !pins.has(label)));
      const known = "3V3 5V VIN VBUS GND EN RST RSV SD0 SD1 CMD CLK".split(" ");
      assert.deepEqual(
        [...others].filter((label) => !known.includes(label)),
        [],
      );
    });
  }

  it("have a name for a pin as it is printed, and the chip's own where no board is named", () => {
    assert.equal(printedName("xiao-esp32c3", "D3"), "D1");
    assert.equal(printedName("nodemcu-32s", "D36"), "SVP");
    assert.equal(printedName(undefined, "D3"), "D3");
    assert.equal(printedName("xiao-esp32c3", "D19"), "D19");
  });

  it("know what number the maker of the chip gives a pin", () => {
    assert.deepEqual(
      (["D0", "D4", "D10", "A0"] as const).map((pin) => gpioNumber("esp8266", pin)),
      [16, 2, 1, undefined],
    );
    assert.equal(gpioNumber("esp32c3", "D21"), 21);
  });
});
