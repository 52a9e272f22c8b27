import assert from "node:assert/strict";
import { NodeMcuTarget } from "../../../../../scripts/lib/flash/nodemcu/target";
import type { NodeMcuNeeds } from "../../../../../scripts/lib/build/lua/needs";
import { NodeMcuChip } from "../../../../simulator/console/nodemcu-chip";

const NEEDS: Readonly<Record<"esp32" | "esp8266", NodeMcuNeeds>> = {
  esp32: { modules: ["file", "gpio", "tmr"] },
  esp8266: { modules: ["file", "gpio", "tmr"], lfsBytes: 75_000 },
};

describe("a look at the NodeMCU that a program needs", () => {
  /** A chip whose clock goes on, and what flashing a program for `wanted` says of it. */
  async function refusal(
    there: "esp32" | "esp8266",
    wanted: "esp32" | "esp8266",
    without: string[] = [],
  ): Promise<string> {
    const chip = new NodeMcuChip(new Map(), { chip: there });
    chip.without = without;
    await chip.boot();
    const stop = chip.live();
    const target = new NodeMcuTarget(chip.plug(), {
      files: [],
      secrets: "!",
      chip: wanted,
      needs: NEEDS[wanted],
      print: () => {},
    });
    try {
      await target.prepare();
      return "";
    } catch (error) {
      return String(error);
    } finally {
      stop();
    }
  }

  it("finds nothing wrong with the right chip", async () => {
    for (const chip of ["esp32", "esp8266"] as const) assert.equal(await refusal(chip, chip), "");
  });

  for (const [there, wanted] of [
    ["esp32", "esp8266"],
    ["esp8266", "esp32"],
  ] as const) {
    it(`refuses an ${there.toUpperCase()} where an ${wanted.toUpperCase()} is wanted`, async () => {
      const expected = `NodeMCU runs there on an ${there}, and the board is for the ${wanted}: plug in the other one, or`;
      assert.match(await refusal(there, wanted), new RegExp(expected, "i"));
    });
  }

  it("says how to come by a build with the module that is missing, for either chip", async () => {
    assert.match(
      await refusal("esp8266", "esp8266", ["gpio"]),
      /without the module "gpio", .* build its branch release with the modules file, gpio, tmr and an LFS partition of 128 kB.*esptool/,
    );
    assert.match(
      await refusal("esp32", "esp32", ["gpio"]),
      /without the module "gpio", .* build its branch dev-esp32 with the modules file, gpio, tmr, write it with esptool/,
    );
  });
});
