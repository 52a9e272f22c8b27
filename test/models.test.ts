import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ACTUATORS } from "../scripts/lib/actuators/registry";
import { SENSORS } from "../scripts/lib/sensors/registry";
import { deviceName } from "./simulator/devices";

const folder = join(__dirname, "simulator/devices");

describe("the models of sensors and actuators", () => {
  it("are there under the names of their kinds, of all that has a pin or a bus, and of nothing else", () => {
    const soldered = [
      ...SENSORS.filter(({ pins, bus }) => pins !== undefined || bus !== undefined),
      ...ACTUATORS.filter(({ pins }) => pins !== undefined),
    ];
    const models = readdirSync(folder).filter((file) =>
      /^export function solder\(/m.test(readFileSync(join(folder, file), "utf8")),
    );
    assert.deepEqual(models.sort(), soldered.map(({ type }) => `${deviceName(type)}.ts`).sort());
  });

  it("say each what a person can move and break of it", () => {
    const load = createRequire(__filename);
    const silent = readdirSync(folder)
      .filter((file) => !file.endsWith(".test.ts"))
      .map((file) => ({ file, exported: load(join(folder, file)) as Record<string, unknown> }))
      .filter(({ exported }) => "solder" in exported && typeof exported["levers"] !== "function");
    assert.deepEqual(
      silent.map(({ file }) => `${file} exports no levers(): test/README.md tells of them`),
      [],
    );
  });
});
