import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BENCH_PLACE } from "../../../../scripts/lib/bench/report";
import { betweenMarkers } from "../../../../scripts/lib/readme/markers";

const root = resolve(__dirname, "../../../..");

describe("the measured section of the firmware's README", () => {
  it("was written by the benchmark", () => {
    const section = betweenMarkers(readFileSync(join(root, BENCH_PLACE.path), "utf8"), BENCH_PLACE);
    for (const what of ["instructions per message", "variables in use", "PUBLISH to a Buffer", "QoS 0 both ways"]) {
      assert.ok(section.includes(`| ${what} `), what);
    }
  });
});
