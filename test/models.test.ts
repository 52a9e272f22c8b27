import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
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
});
