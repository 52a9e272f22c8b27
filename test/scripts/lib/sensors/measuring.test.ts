import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { I2cBus, OneWireBus } from "../../../../firmware/engine/engine";
import type { Part, Values } from "../../../../firmware/sensors/part";
import type { BoardFile, SensorConfig } from "../../../../scripts/lib/board/config";
import { sensorOf, SENSORS } from "../../../../scripts/lib/sensors/registry";
import { deviceName } from "../../../simulator/devices";
import { exampleBoard } from "../board/example-board";

/** Both at once: nobody speaks to it. */
const BUS: I2cBus & OneWireBus = {
  write: () => false,
  read: () => Uint8Array.of(),
  reset: () => false,
  search: () => [],
};
const load = createRequire(__filename);

/** Made with what the board file says, of which a driver takes what it wants. */
type Driver = (bus: object, options: object) => Part & { values: Values & { length: number } };

/** Compares what a part's driver and its descriptor say of it. */
function assertAgree(file: object): void {
  const config = exampleBoard({ sensors: [file] as BoardFile["sensors"] }).sensors[0] as SensorConfig;
  const { type } = config;
  const drivers = load(`../../../../firmware/sensors/${deviceName(type)}`) as Record<string, Driver>;
  const { measuringMs, values } = drivers[type](BUS, { rom: "", ...config });
  const { bus } = sensorOf(config);
  assert.equal(bus?.measuringMs(config), measuringMs);
  assert.equal(bus?.measures.length, values.length);
}

describe("driver and descriptor", () => {
  for (const { type } of SENSORS.filter(({ bus }) => bus !== undefined)) {
    it(`agree on how long a measurement takes, and how many values it has: ${type}`, () => {
      assertAgree({ id: "part", type, periodSeconds: 10 });
    });
  }

  for (const resolution of [9, 10, 11, 12]) {
    it(`agree on how long a DS18B20 takes for ${resolution} bits`, () => {
      assertAgree({ id: "part", type: "ds18b20", resolution, periodSeconds: 10 });
    });
  }
});
