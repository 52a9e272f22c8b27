import { lacking } from "../../platforms/needs";
import type { Channel } from "../../sensors/channel";
import { channelsOf, quantitiesOf } from "../../sensors/channels";
import type { SensorDescriptor } from "../../sensors/descriptor";
import { SENSORS } from "../../sensors/registry";
import type { Definitions } from "../schema-defaults";
import { typeName } from "../type-name";
import { BUSES, exampleBoard, exampleEntry, snippet, type Fragment } from "./example";
import { described, keyList } from "./keys";
import { table } from "./table";

/** Told once for all sensors, by one that has no others, or for all values. */
const SENSOR_KEYS = ["id", "periodSeconds", "qos"];
const VALUE_KEYS = ["name", "deviceClass", "stateTopic", "filters", "publish", "maxSilenceSeconds"];

export function sensorSections(definitions: Definitions): string[] {
  return [
    "## Kinds of sensors",
    "Each entry of `sensors` is one of these kinds. All of them have these keys:",
    keyList(pick(definitions, "UptimeSensorConfig", SENSOR_KEYS), definitions).join("\n"),
    "Each **value** that a sensor publishes has these. A sensor of one value has them itself; one of several has an object for each " +
      "of them, or `false` for a value that is not wanted.",
    keyList(pick(definitions, "QuantityConfig", VALUE_KEYS), definitions, {
      sections: { FilterConfig: "kinds-of-filters" },
    }).join("\n"),
    ...SENSORS.flatMap((sensor) => section(sensor, definitions)),
  ];
}

function section(sensor: SensorDescriptor, definitions: Definitions): string[] {
  const definition = definitions[typeName(sensor.type, "SensorConfig")];
  const fragment: Fragment = {
    ...sensor.exampleOn,
    ...(sensor.bus === undefined ? {} : { buses: [BUSES[sensor.bus.type]] }),
    sensors: [
      ...(sensor.exampleOn?.["sensors"] ?? []),
      exampleEntry(sensor, sensor.sources === undefined ? { periodSeconds: 60 } : {}),
    ],
  };
  const told = [...SENSOR_KEYS, ...VALUE_KEYS].filter((key) => sensor.sources === undefined || key !== "periodSeconds");
  const keys = keyList(definition, definitions, { without: told, pins: sensor.pins });
  return [
    `### \`${sensor.type}\``,
    described(definition.description).text,
    snippet(fragment),
    valueTable(
      sensor,
      channelsOf(exampleBoard(fragment)).filter((each) => each.sensor.type === sensor.type),
    ),
    keys.join("\n"),
    ...busFacts(sensor, fragment),
    ...lacking(sensor),
  ].filter((text) => text !== "");
}

function valueTable(sensor: SensorDescriptor, channels: readonly Channel[]): string {
  const isOne = quantitiesOf(sensor).length === 0;
  return table([
    ["value of the example", "published on", "unit", "from … to", "decimals", "device class"],
    ...channels.map(({ quantity, unit, range, decimals, deviceClass, kind }) => [
      isOne ? "" : `\`${quantity}\``,
      isOne ? "`<base>/<id>/state`" : `\`<base>/<id>/${quantity}/state\``,
      unit ?? "",
      kind !== "sensor" ? "`ON`, `OFF`" : (range ?? []).map((value) => shortened(value)).join(" … "),
      kind !== "sensor" ? "" : String(decimals),
      deviceClass === undefined ? "" : `\`${deviceClass}\``,
    ]),
  ]);
}

function shortened(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 3 });
}

function busFacts({ bus }: SensorDescriptor, { sensors }: Fragment): string[] {
  if (bus === undefined) return [];
  const [config] = exampleBoard({ sensors, buses: [BUSES[bus.type]] }).sensors;
  const name = bus.type === "i2c" ? "an I²C bus" : "a 1-wire bus";
  const address = bus.address === undefined ? "" : `, at ${bus.address}`;
  return [`It is on ${name}${address}; a measurement takes ${bus.measuringMs(config)} ms.`];
}

/** Some keys of a definition, in that order. */
function pick(definitions: Definitions, name: string, keys: readonly string[]): Definitions[string] {
  const { properties = {}, required } = definitions[name];
  return { properties: Object.fromEntries(keys.map((key) => [key, properties[key]])), required };
}
