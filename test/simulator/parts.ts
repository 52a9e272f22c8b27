import type { Board, SensorConfig } from "../../scripts/lib/board/config";
import type { BusConfig } from "../../scripts/lib/board/config/buses";
import { Aht20 } from "./devices/aht20";
import { Bh1750 } from "./devices/bh1750";
import { Bosch } from "./devices/bosch";
import { Ds18b20 } from "./devices/ds18b20";
import { Sht3x } from "./devices/sht3x";
import type { I2cLine } from "./i2c-line";
import type { OneWireLine } from "./one-wire-line";
import { pinNumber } from "./pin-number";

/** What parts are soldered to. */
export interface PartHardware {
  readonly nowMs: number;
  oneWire(pin: number): OneWireLine;
  i2c(clock: number, data: number): I2cLine;
}

export interface Models {
  ds18b20: Ds18b20;
  bmp280: Bosch;
  bme280: Bosch;
  sht3x: Sht3x;
  aht20: Aht20;
  bh1750: Bh1750;
}

/** The models of a board's parts. */
export class AttachedParts {
  readonly all = new Map<string, Models[keyof Models]>();

  /** The model of a sensor, which is of that type. */
  get<Type extends keyof Models>(_type: Type, id: string): Models[Type] {
    const model = this.all.get(id);
    if (model === undefined) throw new Error(`No part ${id}: there are ${[...this.all.keys()].join(", ")}`);
    return model as Models[Type];
  }
}

/** Solders a model of each part that the board file names to its bus, at its address. */
export function attachParts(board: Board, hardware: PartHardware): AttachedParts {
  const parts = new AttachedParts();
  const now = (): number => hardware.nowMs;
  (board.sensors ?? []).forEach((sensor, index) => {
    if (sensor.type === "ds18b20") {
      const serial = sensor.address === undefined ? index + 1 : serialOf(sensor.address);
      const model = new Ds18b20(serial, now);
      hardware.oneWire(pinNumber(busFor(board, "oneWire", sensor.bus).pin)).devices.push(model);
      parts.all.set(sensor.id, model);
      return;
    }
    const model = i2cModel(sensor, now);
    if (model === undefined) return;
    const { clock, data } = busFor(board, "i2c", "bus" in sensor ? sensor.bus : undefined);
    hardware.i2c(pinNumber(clock), pinNumber(data)).devices.push(model);
    parts.all.set(sensor.id, model);
  });
  return parts;
}

function i2cModel(sensor: SensorConfig, now: () => number): Exclude<Models[keyof Models], Ds18b20> | undefined {
  switch (sensor.type) {
    case "bmp280":
    case "bme280":
      return new Bosch(sensor.type, now, Number(sensor.address ?? "0x76"));
    case "sht3x":
      return new Sht3x(now, Number(sensor.address ?? "0x44"));
    case "aht20":
      return new Aht20(now);
    case "bh1750":
      return new Bh1750(now, Number(sensor.address ?? "0x23"));
    default:
      return undefined;
  }
}

function busFor<Type extends BusConfig["type"]>(
  board: Board,
  type: Type,
  id: string | undefined,
): Extract<BusConfig, { type: Type }> {
  const found = (board.buses ?? []).find((bus) => bus.type === type && (id === undefined || bus.id === id));
  if (found === undefined) throw new Error(`The board has no bus ${id ?? type}`);
  return found as Extract<BusConfig, { type: Type }>;
}

/** The six bytes between family and check, the lowest first. */
function serialOf(address: string): number {
  return Buffer.from(address, "hex").readUIntLE(1, 6);
}
