import type { Board, FilterConfig, SensorConfig } from "../board/config";
import type {
  Aht20SensorConfig,
  Bme280SensorConfig,
  Bmp280SensorConfig,
  PressureConfig,
  Sht3xSensorConfig,
} from "../board/config/parts";
import type {
  ChannelConfig,
  PulseCounterSensorConfig,
  PulseRateConfig,
  PulseTotalConfig,
} from "../board/config/sensors";
import { baseTopic, DEFAULTS } from "../board/defaults";
import type { Path } from "../board/source";
import { filteredRange } from "../filters/range";
import { PER_PASCAL } from "./parts";
import { defaultRateUnit, pulseDeviceClasses, ratePerSecond } from "./pulse-units";

/** A value that a board publishes. */
export interface Channel {
  /** Where it stands in the board file: a sensor, or one of a sensor's quantities. */
  place: Path;
  /** Unique on the board, `[a-zA-Z0-9_-]`: the sensor's id, and of one with several quantities the quantity behind it. */
  id: string;
  /** For people. */
  name: string;
  sensor: SensorConfig;
  /** What of a sensor with several quantities it is; undefined where the sensor has one. */
  quantity: string | undefined;
  kind: "sensor" | "binary_sensor";
  stateTopic: string;
  qos: 0 | 1 | 2;
  /** As published; undefined for a number without one, and for ON and OFF. */
  unit: string | undefined;
  /** Home Assistant's; undefined where neither the board file nor the type of sensor says it. */
  deviceClass: string | undefined;
  /** Home Assistant's; undefined for ON and OFF. */
  stateClass: "measurement" | "total_increasing" | undefined;
  /** Digits after the decimal point; 0 for ON and OFF. */
  decimals: number;
  /** The lowest and the highest value, in the unit, as published; undefined for ON and OFF. */
  range: readonly [number, number] | undefined;
  /** What values go through before they are published. */
  filters: readonly FilterConfig[];
  publish: "period" | "change" | "both";
  /** After how long without a change a value is published again; where it is published on change. */
  maxSilenceSeconds: number;
}

type Values = Pick<Channel, "kind" | "unit" | "deviceClass" | "stateClass" | "decimals" | "range">;

/** Every value that the board's sensors publish, in the order of the board file. */
export function channelsOf(board: Board): Channel[] {
  return (board.sensors ?? []).flatMap((sensor, index) =>
    publishedValues(sensor).map(({ quantity, config, values }) => {
      const steps = quantity === undefined ? [] : [quantity];
      const id = [sensor.id, ...steps].join("-");
      return {
        place: ["sensors", index, ...steps],
        id,
        name: config.name ?? nameOf(id),
        sensor,
        quantity,
        stateTopic: config.stateTopic ?? [baseTopic(board), sensor.id, ...steps, "state"].join("/"),
        qos: sensor.qos ?? 0,
        ...filtered(values, config),
      };
    }),
  );
}

/** The keys of a sensor under which its several values stand, each `false` or what is asked of it; none where it has one. */
export const QUANTITIES: Readonly<Partial<Record<string, readonly string[]>>> = {
  pulseCounter: ["rate", "total"],
  bmp280: ["temperature", "pressure"],
  bme280: ["temperature", "humidity", "pressure"],
  sht3x: ["temperature", "humidity"],
  aht20: ["temperature", "humidity"],
};

interface PublishedValue {
  quantity: string | undefined;
  config: ChannelConfig;
  values: Values;
}

function publishedValues(sensor: SensorConfig): PublishedValue[] {
  if (sensor.type === "pulseCounter") {
    return [
      ...quantity("rate", sensor.rate, (config) => pulseRateValues(sensor, config)),
      ...quantity("total", sensor.total, (config) => pulseTotalValues(sensor, config)),
    ];
  }
  if (isClimate(sensor)) return climateValues(sensor);
  return [{ quantity: undefined, config: sensor, values: values(sensor) }];
}

type ClimateSensor = Bmp280SensorConfig | Bme280SensorConfig | Sht3xSensorConfig | Aht20SensorConfig;

/** What the parts can give, in °C. */
const CLIMATE_CELSIUS: Readonly<Record<ClimateSensor["type"], readonly [number, number]>> = {
  bmp280: [-40, 85],
  bme280: [-40, 85],
  sht3x: [-45, 130],
  aht20: [-50, 150],
};

function isClimate(sensor: SensorConfig): sensor is ClimateSensor {
  return Object.hasOwn(CLIMATE_CELSIUS, sensor.type);
}

function climateValues(sensor: ClimateSensor): PublishedValue[] {
  const { type } = sensor;
  return [
    ...quantity("temperature", sensor.temperature, ({ decimals = 1 }) => celsius(decimals, CLIMATE_CELSIUS[type])),
    ...(type === "bmp280" ? [] : quantity("humidity", sensor.humidity, ({ decimals = 1 }) => humidityValues(decimals))),
    ...(type === "bmp280" || type === "bme280" ? quantity("pressure", sensor.pressure, pressureValues) : []),
  ];
}

function humidityValues(decimals: number): Values {
  return { kind: "sensor", unit: "%", deviceClass: "humidity", stateClass: "measurement", decimals, range: [0, 100] };
}

function pressureValues({ unit = DEFAULTS.pressureUnit, decimals }: PressureConfig): Values {
  return {
    kind: "sensor",
    unit,
    deviceClass: "atmospheric_pressure",
    stateClass: "measurement",
    decimals: decimals ?? { hPa: 1, Pa: 0, kPa: 2, mmHg: 1, inHg: 2 }[unit],
    range: [30_000 * PER_PASCAL[unit], 110_000 * PER_PASCAL[unit]],
  };
}

/** One of several values; none where the board file says false. */
function quantity<Config extends ChannelConfig>(
  name: string,
  config: false | Config | undefined,
  valuesOf: (config: Config | Record<string, never>) => Values,
): PublishedValue[] {
  if (config === false) return [];
  const given = config ?? {};
  return [{ quantity: name, config: given, values: valuesOf(given) }];
}

/** An id for people: with spaces, and a capital letter in front. */
export function nameOf(id: string): string {
  const words = id.replace(/[-_]+/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A value on its way to the broker. */
function filtered(
  values: Values,
  { filters = [], publish, maxSilenceSeconds, deviceClass = values.deviceClass }: ChannelConfig,
): Values & Pick<Channel, "filters" | "publish" | "maxSilenceSeconds"> {
  return {
    ...values,
    deviceClass,
    range: values.range === undefined ? undefined : filteredRange(values.range, filters),
    filters,
    publish: publish ?? (values.kind === "binary_sensor" ? "both" : "period"),
    maxSilenceSeconds: maxSilenceSeconds ?? DEFAULTS.maxSilenceSeconds,
  };
}

function values(sensor: Exclude<SensorConfig, PulseCounterSensorConfig | ClimateSensor>): Values {
  switch (sensor.type) {
    case "analog": {
      const { scale = 1, offset = 0, unit, decimals = DEFAULTS.decimals } = sensor;
      const range = [Math.min(offset, scale + offset), Math.max(offset, scale + offset)] as const;
      return { kind: "sensor", unit, deviceClass: undefined, stateClass: "measurement", decimals, range };
    }
    case "ntc":
      // What a thermistor can be in, with room for what its data sheet did not foresee.
      return celsius(sensor.decimals ?? 1, [-100, 400]);
    case "bh1750":
      return {
        kind: "sensor",
        unit: "lx",
        deviceClass: "illuminance",
        stateClass: "measurement",
        decimals: sensor.decimals ?? 0,
        range: [0, 54_612.5],
      };
    case "ds18b20":
      return celsius(sensor.decimals ?? 1, [-55, 125]);
    case "hcsr04": {
      const range = [2, sensor.maximumCm ?? DEFAULTS.maximumCm] as const;
      const { decimals = 1 } = sensor;
      return { kind: "sensor", unit: "cm", deviceClass: "distance", stateClass: "measurement", decimals, range };
    }
    case "chipTemperature":
      return celsius(1, [-18, 124]);
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

/** The fastest that the engine keeps up with, roughly, in pulses a second. */
const MOST_HZ = 10_000;

function pulseRateValues(
  { unit, pulsesPerUnit = 1 }: PulseCounterSensorConfig,
  { unit: rateUnit = defaultRateUnit(unit), decimals = 1 }: PulseRateConfig,
): Values {
  return {
    kind: "sensor",
    unit: rateUnit,
    deviceClass: pulseDeviceClasses(unit).rate,
    stateClass: "measurement",
    decimals,
    range: [0, (MOST_HZ / pulsesPerUnit) * (ratePerSecond(unit, rateUnit) ?? 1)],
  };
}

function pulseTotalValues(
  { unit, pulsesPerUnit = 1 }: PulseCounterSensorConfig,
  { decimals = 3 }: PulseTotalConfig,
): Values {
  const { total } = pulseDeviceClasses(unit);
  const range = [0, 1e12 / pulsesPerUnit] as const;
  return { kind: "sensor", unit, deviceClass: total, stateClass: "total_increasing", decimals, range };
}

function celsius(decimals: number, range: readonly [number, number]): Values {
  return { kind: "sensor", unit: "°C", deviceClass: "temperature", stateClass: "measurement", decimals, range };
}

function whole(
  unit: string,
  deviceClass: string,
  stateClass: Channel["stateClass"],
  range: readonly [number, number],
): Values {
  return { kind: "sensor", unit, deviceClass, stateClass, decimals: 0, range };
}

/** The name that a channel has in the board's program: ids may hold hyphens, and be words of the language. */
export function channelName({ id }: Channel): string {
  return `channel_${id.replaceAll("-", "$")}`;
}
