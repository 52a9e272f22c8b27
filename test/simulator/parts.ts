import type { Board, BusConfig, SensorConfig } from "../../firmware/config";
import { Ds18b20 } from "./devices/ds18b20";
import type { OneWireLine } from "./one-wire-line";

/** What parts are soldered to. */
interface Hardware {
  readonly nowMs: number;
  oneWire(pin: number): OneWireLine;
}

type ModelOf<Sensor extends SensorConfig> = Sensor extends { type: "ds18b20" } ? Ds18b20 : never;
type Model = ModelOf<SensorConfig>;

/**
 * Solders a model of each part that the board file names to its bus, at its address.
 * @returns the models by the sensor's id
 */
export function attachParts(board: Board, hardware: Hardware): Map<string, Model> {
  const models = new Map<string, Model>();
  (board.sensors ?? []).forEach((sensor, index) => {
    if (sensor.type !== "ds18b20") return;
    const bus = busFor(board, "oneWire", sensor.bus);
    const serial = sensor.address === undefined ? index + 1 : serialOf(sensor.address);
    const model = new Ds18b20(serial, () => hardware.nowMs);
    hardware.oneWire(Number(bus.pin.slice(1))).devices.push(model);
    models.set(sensor.id, model);
  });
  return models;
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
