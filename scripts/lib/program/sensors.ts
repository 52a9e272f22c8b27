import type { Board, SensorConfig } from "../board/config";
import type { PartSensorConfig } from "../board/config/parts";
import type { HcSr04SensorConfig, PulseCounterSensorConfig } from "../board/config/sensors";
import { DEFAULTS } from "../board/defaults";
import { literal, topicField } from "../bytes";
import { channelName, channelsOf, type Channel } from "../sensors/channels";
import { betaCoefficients } from "../sensors/beta-coefficients";
import { isPart } from "../sensors/parts";
import { filterChain } from "./filters";
import { noReading, noReadingOnce } from "./home-assistant";
import type { Imports } from "./imports";
import { publisher } from "./mqtt";
import { busStatements, hcSr04Statements, partStatements } from "./parts";
import { pinNumber } from "../platforms/pin-number";
import { lostPulses, pulseCounterStatements } from "./pulses";

/**
 * The statements that make a channel for each value of the board's sensors, in a constant named by `channelName`. What follows
 * a channel's published values goes behind them, and before the sensors.
 */
export function channelStatements(board: Board, imports: Imports): string[] {
  return channelsOf(board).flatMap((channel) => [
    `const ${channelName(channel)} = ${createChannel(channel, imports)};`,
    ...noReading(board, channel, channelName(channel), imports),
    ...(channel.publish === "change"
      ? [
          `${imports.use("app/readings/on-change", "publishOnChange")}(${channelName(channel)}, ` +
            `${Math.round(channel.maxSilenceSeconds * 1000)});`,
        ]
      : []),
    ...noReadingOnce(board, channel, channelName(channel), imports),
  ]);
}

/** The statements that put filters before the channels, and start the sensors. */
export function sensorStatements(board: Board, imports: Imports): string[] {
  const channels = channelsOf(board);
  return [
    ...busStatements(board, imports),
    ...(board.sensors ?? []).flatMap((sensor) => {
      const own = channels.filter((channel) => channel.sensor === sensor);
      return [
        ...own.flatMap((channel) => filterStatements(channel, imports)),
        ...(sensor.type === "pulseCounter"
          ? pulseCounterStatements(board, sensor, own, imports)
          : sensor.type === "hcsr04"
            ? hcSr04Statements(sensor, own, imports)
            : isPart(sensor)
              ? partStatements(board, sensor, own, imports)
              : own.flatMap((channel) => startStatements(sensor, channel, board, imports))),
      ];
    }),
    ...lostPulses(board, imports),
  ];
}

function filterStatements(channel: Channel, imports: Imports): string[] {
  if (channel.filters.length === 0) return [];
  const filters = filterChain(channel.filters, "pass", imports);
  return [`${imports.use("app/readings/filtered", "filterChannel")}(${channelName(channel)}, (pass) => ${filters});`];
}

/** A sensor whose driver gives its one value. */
type PlainSensor = Exclude<SensorConfig, PulseCounterSensorConfig | HcSr04SensorConfig | PartSensorConfig>;

function startStatements(sensor: PlainSensor, channel: Channel, board: Board, imports: Imports): string[] {
  const driver = driverOf(sensor, channel, imports);
  const isNamed = (board.rules ?? []).some((rule) => rule.type === "button" && rule.sensor === sensor.id);
  return [
    ...preparation(sensor, imports),
    ...(isNamed ? [`const ${sensorName(sensor)} = ${driver};`] : []),
    `${imports.use("app/readings/telemetry", "startSensor")}(${channelName(channel)}, ${literal(sensor.id)}, ` +
      `${Math.round(sensor.periodSeconds * 1000)}, ${isNamed ? sensorName(sensor) : driver});`,
  ];
}

/** The name of a sensor's driver, where rules need it. */
export function sensorName({ id }: SensorConfig): string {
  return `sensor_${id.replaceAll("-", "$")}`;
}

function driverOf(sensor: PlainSensor, channel: Channel, imports: Imports): string {
  const driver = sensorDriver(sensor, imports);
  return sensor.type === "digital" && channel.publish === "period"
    ? `${imports.use("sensors/on-period", "onPeriod")}(${driver})`
    : driver;
}

/** What the engine is told before the driver is made. */
function preparation(sensor: PlainSensor, imports: Imports): string[] {
  if (sensor.type !== "analog" || sensor.rangeVolts === undefined) return [];
  const setInputRange = imports.useEngine("input-range", "setInputRange");
  return [`${setInputRange}(${pinNumber(sensor.pin)}, ${sensor.rangeVolts * 1000});`];
}

function createChannel(channel: Channel, imports: Imports): string {
  const format = channel.kind === "binary_sensor" ? "onOff" : "fixed";
  return (
    `${imports.use("app/readings/telemetry", "createChannel")}(node, ${literal(topicField(channel.stateTopic))}, ` +
    `${publisher(channel.qos, imports)}, ${imports.use("sensors/format", format)}, ${channel.decimals})`
  );
}

/** The expression that makes the driver of a sensor with one value. */
function sensorDriver(sensor: PlainSensor, imports: Imports): string {
  switch (sensor.type) {
    case "analog":
      return (
        `${imports.use("sensors/analog", "analog")}(${imports.useEngine("pins", "analogPins")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, scale: ${sensor.scale ?? 1}, offset: ${sensor.offset ?? 0} })`
      );
    case "ntc": {
      const { beta = NaN, ohmsAt25 = DEFAULTS.ohmsAt25 } = sensor;
      const { a, b, c } = sensor.steinhartHart ?? betaCoefficients(ohmsAt25, 25, beta);
      const { fullScaleVolts = DEFAULTS.supplyVolts, supplyVolts = DEFAULTS.supplyVolts } = sensor;
      return (
        `${imports.use("sensors/ntc", "ntc")}(${imports.useEngine("pins", "analogPins")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, resistorOhms: ${sensor.resistorOhms}, isUpper: ${sensor.position === "upper"}, ` +
        `fullScale: ${fullScaleVolts / supplyVolts}, a: ${a}, b: ${b}, c: ${c} })`
      );
    }
    case "digital":
      return (
        `${imports.use("sensors/digital", "digital")}(${imports.useEngine("pins", "digitalInputs")}, clock, ` +
        `{ pin: ${pinNumber(sensor.pin)}, pull: "${sensor.pull ?? DEFAULTS.pull}", ` +
        `activeLow: ${sensor.activeLow ?? false}, debounceMs: ${sensor.debounceMs ?? DEFAULTS.debounceMs} })`
      );
    case "uptime":
    case "freeMemory":
      return `${imports.use("sensors/chip", sensor.type)}(chip)`;
    case "chipTemperature":
      return `${imports.use("sensors/chip", sensor.type)}(${imports.useEngine("thermometer", "thermometer")})`;
    case "signalStrength":
      return `${imports.use("sensors/chip", sensor.type)}(wifi)`;
  }
}
