import Ajv, { type SchemaObject } from "ajv";

/**
 * What Home Assistant's MQTT integration accepts as discovery messages, as far as a board may send them: written down from its
 * documentation ("MQTT", "MQTT Sensor" and so on, and the device classes of "Sensor" and "Binary sensor"), and knowing nothing of
 * the code that makes the messages.
 */

const ABBREVIATIONS: Record<string, string> = {
  avty: "availability",
  avty_mode: "availability_mode",
  avty_t: "availability_topic",
  bri_scl: "brightness_scale",
  cmd_t: "command_topic",
  cmps: "components",
  def_ent_id: "default_entity_id",
  dev: "device",
  dev_cla: "device_class",
  ent_cat: "entity_category",
  exp_aft: "expire_after",
  flsh: "flash",
  fx_list: "effect_list",
  o: "origin",
  p: "platform",
  pl_avail: "payload_available",
  pl_not_avail: "payload_not_available",
  pl_prs: "payload_press",
  pos_t: "position_topic",
  ret: "retain",
  set_pos_t: "set_position_topic",
  stat_cla: "state_class",
  stat_t: "state_topic",
  sug_dsp_prc: "suggested_display_precision",
  sup_clrm: "supported_color_modes",
  t: "topic",
  uniq_id: "unique_id",
  unit_of_meas: "unit_of_measurement",
  val_tpl: "value_template",
};
const DEVICE_ABBREVIATIONS: Record<string, string> = {
  cns: "connections",
  cu: "configuration_url",
  ids: "identifiers",
  mdl: "model",
  mf: "manufacturer",
  sa: "suggested_area",
  sw: "sw_version",
};
const ORIGIN_ABBREVIATIONS: Record<string, string> = { sw: "sw_version", url: "support_url" };

const text = { type: "string", minLength: 1 };
/** A topic to publish on or a plain one to subscribe to; "~" would not reach a component. */
const topic = { type: "string", pattern: "^[^#+~$\\u0000][^#+\\u0000]*$" };
const qos = { enum: [0, 1, 2] };

const device = {
  type: "object",
  properties: {
    identifiers: { type: "array", items: text, minItems: 1 },
    // Twelve digits without colons are an address to Home Assistant, too (format_mac of its device registry).
    connections: {
      type: "array",
      items: {
        type: "array",
        items: [{ const: "mac" }, { type: "string", pattern: "^[0-9a-f]{12}$" }],
        minItems: 2,
        maxItems: 2,
      },
      minItems: 1,
    },
    name: text,
    manufacturer: text,
    model: text,
    sw_version: text,
    suggested_area: text,
    configuration_url: { type: "string", pattern: "^https?://" },
  },
  required: ["identifiers", "connections", "name"],
  additionalProperties: false,
};
const origin = {
  type: "object",
  properties: { name: text, sw_version: text, support_url: { type: "string", pattern: "^https?://" } },
  required: ["name"],
  additionalProperties: false,
};

/** MQTT_AVAILABILITY_LIST_SCHEMA; beside a list, a topic alone is an error (MQTT_AVAILABILITY_SINGLE_SCHEMA excludes it). */
const availability = {
  availability_topic: topic,
  availability: {
    type: "array",
    items: {
      type: "object",
      properties: { topic, payload_available: text, payload_not_available: text },
      required: ["topic"],
      additionalProperties: false,
    },
    minItems: 1,
  },
  availability_mode: { enum: ["all", "any", "latest"] },
};

const entity = {
  ...availability,
  platform: text,
  unique_id: { type: "string", pattern: "^[a-zA-Z0-9_-]+$" },
  // null: the entity is called as its device.
  name: { anyOf: [text, { type: "null" }] },
  device_class: text,
  entity_category: { enum: ["diagnostic", "config"] },
  qos,
};
const state = { state_topic: topic, value_template: { type: "string", pattern: "\\{\\{.*\\}\\}" } };
const command = { command_topic: topic, retain: { const: false } };
const seconds = { type: "integer", minimum: 1 };

interface Platform {
  properties: Record<string, SchemaObject>;
  required: string[];
}

const PLATFORMS: Record<string, Platform> = {
  sensor: {
    properties: {
      ...state,
      expire_after: seconds,
      unit_of_measurement: text,
      state_class: { enum: ["measurement", "measurement_angle", "total", "total_increasing"] },
      suggested_display_precision: { type: "integer", minimum: 0 },
      // "config" is for what can be set.
      entity_category: { const: "diagnostic" },
    },
    required: ["state_topic"],
  },
  binary_sensor: {
    properties: {
      ...state,
      expire_after: seconds,
      entity_category: { const: "diagnostic" },
      device_class: {
        enum: [
          ...["battery", "battery_charging", "carbon_monoxide", "cold", "connectivity", "door", "garage_door", "gas"],
          ...["heat", "light", "lock", "moisture", "motion", "moving", "occupancy", "opening", "plug", "power"],
          ...["presence", "problem", "running", "safety", "smoke", "sound", "tamper", "update", "vibration", "window"],
        ],
      },
    },
    required: ["state_topic"],
  },
  switch: {
    properties: { ...state, ...command, device_class: { enum: ["outlet", "switch"] } },
    required: ["command_topic"],
  },
  number: {
    properties: {
      ...state,
      ...command,
      min: { type: "number" },
      max: { type: "number" },
      step: { type: "number", minimum: 0.001 },
      mode: { enum: ["auto", "box", "slider"] },
      unit_of_measurement: text,
    },
    required: ["command_topic", "min", "max", "step"],
  },
  button: {
    properties: { ...command, payload_press: text, device_class: { enum: ["identify", "restart", "update"] } },
    required: ["command_topic"],
  },
  cover: {
    properties: {
      ...state,
      ...command,
      position_topic: topic,
      set_position_topic: topic,
      device_class: {
        enum: [...["awning", "blind", "curtain", "damper", "door", "garage", "gate", "shade", "shutter", "window"]],
      },
    },
    required: ["command_topic"],
  },
  light: {
    properties: {
      ...state,
      ...command,
      schema: { const: "json" },
      brightness: { type: "boolean" },
      brightness_scale: { type: "integer", minimum: 1 },
      effect: { type: "boolean" },
      // Offered unless it is said that there is none.
      flash: { const: false },
      effect_list: { type: "array", items: text },
      supported_color_modes: {
        type: "array",
        minItems: 1,
        uniqueItems: true,
        items: { enum: ["onoff", "brightness", "color_temp", "hs", "xy", "rgb", "rgbw", "rgbww", "white"] },
      },
    },
    required: ["command_topic", "schema", "flash"],
  },
};

/** Units by device class, of the classes that a number on a board is likely to have; "undefined" is none. */
const UNITS: Record<string, string[]> = {
  absolute_humidity: ["g/m³", "mg/m³"],
  apparent_power: ["VA", "kVA"],
  aqi: ["undefined"],
  atmospheric_pressure: ["hPa", "mbar", "kPa", "inHg"],
  battery: ["%"],
  carbon_dioxide: ["ppm"],
  conductivity: ["µS/cm", "mS/cm", "S/cm"],
  current: ["A", "mA"],
  data_size: ["bit", "kbit", "B", "kB", "MB", "KiB", "MiB"],
  distance: ["mm", "cm", "m", "km", "in", "ft", "yd", "mi"],
  duration: ["ms", "s", "min", "h", "d"],
  energy: ["Wh", "kWh", "MWh", "J", "kJ", "MJ"],
  frequency: ["Hz", "kHz", "MHz", "GHz"],
  gas: ["m³", "L", "ft³", "CCF"],
  humidity: ["%"],
  illuminance: ["lx"],
  moisture: ["%"],
  power: ["mW", "W", "kW", "MW"],
  ph: ["undefined"],
  pm10: ["µg/m³"],
  pm25: ["µg/m³"],
  power_factor: ["%", "undefined"],
  precipitation: ["mm", "cm", "in"],
  precipitation_intensity: ["mm/h", "mm/d", "in/h", "in/d"],
  pressure: ["Pa", "hPa", "kPa", "bar", "mbar", "mmHg", "inHg", "psi"],
  signal_strength: ["dB", "dBm"],
  sound_pressure: ["dB", "dBA"],
  speed: ["m/s", "km/h", "mm/s", "ft/s", "mph", "kn"],
  temperature: ["°C", "°F", "K"],
  voltage: ["µV", "mV", "V", "kV"],
  volume: ["mL", "L", "m³"],
  volume_flow_rate: ["m³/h", "L/h", "L/min", "L/s", "mL/s", "ft³/min", "gal/min"],
  water: ["L", "m³"],
  weight: ["g", "kg", "mg", "lb", "oz"],
  wind_direction: ["°"],
  wind_speed: ["m/s", "km/h", "mph", "kn"],
};

const ajv = new Ajv({ allErrors: true, strict: false });
const validators = Object.fromEntries(
  Object.entries(PLATFORMS).map(([platform, { properties, required }]) => [
    platform,
    ajv.compile({
      type: "object",
      properties: {
        ...entity,
        default_entity_id: { type: "string", pattern: `^${platform}\\.[a-z0-9_]+$` },
        ...properties,
      },
      required: ["unique_id", "name", ...required],
      additionalProperties: false,
    }),
  ]),
);
const isDevice = ajv.compile(device);
const isOrigin = ajv.compile(origin);
const isAvailability = ajv.compile({
  type: "object",
  properties: availability,
  oneOf: [{ required: ["availability_topic"] }, { required: ["availability"] }],
  additionalProperties: false,
});
/** What a device's message passes on to its entities, unless they have it themselves (SHARED_OPTIONS, as far as boards use them). */
const SHARED = ["availability_topic", "availability", "availability_mode"];

/** Why Home Assistant would not take a discovery message, or would drop an entity of it; empty when it takes it whole. */
export function discoveryProblems(prefix: string, configTopic: string, payload: string): string[] {
  const [, platform, objectId] =
    /^([a-z_]+)\/([a-zA-Z0-9_-]+)\/config$/.exec(configTopic.slice(prefix.length + 1)) ?? [];
  if (!configTopic.startsWith(`${prefix}/`) || platform === undefined || objectId === undefined) {
    return [`${configTopic} is no discovery topic`];
  }
  const message = expandedEntity(JSON.parse(payload));
  const { device: about, origin: by, components, ...rest } = message;
  const problems: string[] = [];
  const deviceName = String((about as { name?: unknown } | undefined)?.name);
  if (!isDevice(expanded(about, DEVICE_ABBREVIATIONS))) problems.push(`device: ${ajv.errorsText(isDevice.errors)}`);
  if (!isOrigin(expanded(by, ORIGIN_ABBREVIATIONS))) problems.push(`origin: ${ajv.errorsText(isOrigin.errors)}`);
  if (platform !== "device") return [...problems, ...entityProblems({ platform, ...rest }, deviceName)];
  const unknown = Object.keys(rest).filter((key) => !SHARED.includes(key));
  if (unknown.length > 0) problems.push(`unknown: ${unknown.join(", ")}`);
  if (typeof components !== "object" || components === null) return [...problems, "no components"];
  const entities = Object.values(components).map((each) => ({ ...rest, ...expandedEntity(each) }));
  const ids = new Set(entities.map(({ unique_id: id }) => id));
  if (ids.size < entities.length) problems.push("two entities have one unique_id");
  return [...problems, ...entities.flatMap((each) => entityProblems(each, deviceName))];
}

function entityProblems(config: Record<string, unknown>, deviceName: string): string[] {
  const platform = String(config["platform"]);
  const name = String(config["name"]);
  const validator = validators[platform];
  if (validator === undefined) return [`${name}: no platform ${platform}`];
  const problems = validator(config) ? [] : [ajv.errorsText(validator.errors)];
  const shared = Object.fromEntries(Object.entries(config).filter(([key]) => SHARED.includes(key)));
  if (!isAvailability(shared)) problems.push(`availability: ${ajv.errorsText(isAvailability.errors)}`);
  const { device_class: deviceClass, unit_of_measurement: unit, state_class: stateClass } = config;
  if (platform === "sensor" && deviceClass !== undefined) {
    const units = UNITS[String(deviceClass)];
    if (units === undefined) problems.push(`device class ${String(deviceClass)} is not known here`);
    else if (!units.includes(String(unit))) problems.push(`${String(deviceClass)} in ${String(unit)}`);
    if (deviceClass === "wind_direction" && stateClass !== undefined && stateClass !== "measurement_angle") {
      problems.push("a direction without an angle's mean");
    }
    const isTotal = ["energy", "water", "volume"].includes(String(deviceClass));
    if (isTotal && stateClass === "measurement") problems.push(`${String(deviceClass)} measured`);
  }
  const modes = config["supported_color_modes"];
  if (Array.isArray(modes) && modes.length > 1 && (modes.includes("onoff") || modes.includes("brightness"))) {
    problems.push(`${modes.join(", ")}: onoff and brightness stand alone`);
  }
  if (name.toLowerCase().startsWith(deviceName.toLowerCase())) problems.push("repeats the device's name");
  return problems.map((problem) => `${name}: ${problem}`);
}

/** What is known of availability stands in a list of its own. */
export function expandedEntity(value: unknown): Record<string, unknown> {
  const whole = expanded(value, ABBREVIATIONS);
  const { availability: list } = whole;
  if (!Array.isArray(list)) return whole;
  return { ...whole, availability: list.map((each) => expanded(each, ABBREVIATIONS)) };
}

function expanded(value: unknown, abbreviations: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, each]) => [abbreviations[key] ?? key, each as unknown]),
  );
}
