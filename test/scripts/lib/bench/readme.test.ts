import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { APP_PLACE, BENCH_PLACE } from "../../../../scripts/lib/bench/report";
import { luaSection, sizeSection } from "../../../../scripts/lib/bench/sections";
import { betweenMarkers } from "../../../../scripts/lib/readme/markers";
import { LuaVm } from "../../../simulator/lua/vm";
import { itInFull } from "../../../thorough";

const root = resolve(__dirname, "../../../..");
const CURE = "stale: run `npm run bench -- --write`, with ESPRUINO set, and commit the result";

describe("the measured sections of the firmware's README", function () {
  this.timeout(300_000);
  const section = betweenMarkers(readFileSync(join(root, BENCH_PLACE.path), "utf8"), BENCH_PLACE);
  const apps = betweenMarkers(readFileSync(join(root, APP_PLACE.path), "utf8"), APP_PLACE);

  it("were written by the benchmark", () => {
    for (const what of ["instructions per message", "variables in use", "PUBLISH to a Buffer", "QoS 0 both ways"]) {
      assert.ok(section.includes(`| ${what} `), what);
    }
    for (const what of [
      "instructions per sample",
      "variables in use beside",
      "instructions per second",
      "a part of 444 bytes",
    ]) {
      assert.ok(apps.includes(`| ${what} `), what);
    }
  });

  itInFull("has the client's sizes of today", async () => {
    assert.ok(section.includes(await sizeSection(root)), CURE);
  });

  itInFull("has what a message allocates in Lua today", () => {
    const makeLua = (version: "5.1" | "5.3"): LuaVm => new LuaVm({ version, mostInstructions: Infinity });
    assert.ok(section.includes(luaSection(root, makeLua)), CURE);
  });
});
