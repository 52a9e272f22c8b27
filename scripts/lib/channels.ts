import type { Board, SensorConfig } from "../../firmware/config";
import { baseTopic, DEFAULTS } from "./board-defaults";
import type { Path } from "./board-source";

/** A value that a board publishes. */
export interface Channel {
  /** Where it stands in the board file: a sensor, or one of a sensor's quantities. */
  place: Path;
  /** Unique on the board, `[a-zA-Z0-9_-]`: the sensor's id, and of one with several quantities the quantity behind it. */
  id: string;
  /** For people: as the id, with spaces. */
  name: string;
  sensor: SensorConfig;
  /** What of a sensor with several quantities it is; undefined where the sensor has one. */
  quantity: string | undefined;
  kind: "sensor" | "binary_sensor";
  stateTopic: string;
  qos: 0 | 1 | 2;
  /** As published; undefined for a number without one, and for ON and OFF. */
  unit: string | undefined;
  /** Home Assistant's, where the type of sensor says it; undefined where it does not. */
  deviceClass: string | undefined;
  /** Home Assistant's; undefined for ON and OFF. */
  stateClass: "measurement" | "total_increasing" | undefined;
  /** Digits after the decimal point; 0 for ON and OFF. */
  decimals: number;
  /** The lowest and the highest value, in the unit; undefined for ON and OFF. */
  range: readonly [number, number] | undefined;
}

type Values = Pick<Channel, "kind" | "unit" | "deviceClass" | "stateClass" | "decimals" | "range">;

/** Every value that the board's sensors publish, in the order of the board file. */
export function channelsOf(board: Board): Channel[] {
  return (board.sensors ?? []).map((sensor, index) => ({
    place: ["sensors", index],
    id: sensor.id,
    name: sensor.id.replace(/[-_]+/g, " "),
    sensor,
    quantity: undefined,
    stateTopic: sensor.stateTopic ?? `${baseTopic(board)}/${sensor.id}/state`,
    qos: sensor.qos ?? 0,
    ...values(sensor),
  }));
}

function values(sensor: SensorConfig): Values {
  switch (sensor.type) {
    case "analog": {
      const { scale = 1, offset = 0, unit, decimals = DEFAULTS.decimals } = sensor;
      const range = [Math.min(offset, scale + offset), Math.max(offset, scale + offset)] as const;
      return { kind: "sensor", unit, deviceClass: undefined, stateClass: "measurement", decimals, range };
    }
    case "digital":
      return {
        kind: "binary_sensor",
        unit: undefined,
        deviceClass: undefined,
        stateClass: undefined,
        decimals: 0,
        range: undefined,
      };
    case "uptime":
      return whole("s", "duration", "total_increasing", [0, 1e9]);
    case "freeMemory":
      return whole("B", "data_size", "measurement", [0, 1e9]);
    case "signalStrength":
      return whole("dBm", "signal_strength", "measurement", [-130, 0]);
  }
}

function whole(
  unit: string,
  deviceClass: string,
  stateClass: Channel["stateClass"],
  range: readonly [number, number],
): Values {
  return { kind: "sensor", unit, deviceClass, stateClass, decimals: 0, range };
}
