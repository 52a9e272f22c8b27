import Ajv, { type SchemaObject } from "ajv";

/**
 * What Home Assistant's MQTT integration takes as discovery messages, as far as a board may send them: written down from the sources
 * of release 2025.10, each platform with the place, and knowing nothing of the code that makes the messages. What a schema there does
 * not know it drops without a word; here it is a problem.
 */

/** components/mqtt/abbreviations.py, as far as a board uses them. */
const ABBREVIATIONS: Record<string, string> = {
  avty: "availability",
  avty_mode: "availability_mode",
  act_t: "action_topic",
  act_tpl: "action_template",
  avty_t: "availability_topic",
  avty_tpl: "availability_template",
  bri_cmd_t: "brightness_command_topic",
  bri_scl: "brightness_scale",
  bri_stat_t: "brightness_state_topic",
  cmd_t: "command_topic",
  cmd_tpl: "command_template",
  cmps: "components",
  curr_temp_t: "current_temperature_topic",
  def_ent_id: "default_entity_id",
  dev: "device",
  dev_cla: "device_class",
  en: "enabled_by_default",
  ent_cat: "entity_category",
  evt_typ: "event_types",
  exp_aft: "expire_after",
  flsh: "flash",
  fx_list: "effect_list",
  json_attr_t: "json_attributes_topic",
  mode_cmd_t: "mode_command_topic",
  mode_stat_t: "mode_state_topic",
  mode_stat_tpl: "mode_state_template",
  o: "origin",
  on_cmd_type: "on_command_type",
  p: "platform",
  pl_avail: "payload_available",
  pl_not_avail: "payload_not_available",
  pct_cmd_t: "percentage_command_topic",
  pct_stat_t: "percentage_state_topic",
  pl_cls: "payload_close",
  pl_inst: "payload_install",
  pl_lock: "payload_lock",
  pl_off: "payload_off",
  pl_on: "payload_on",
  pl_open: "payload_open",
  pl_prs: "payload_press",
  pl_unlk: "payload_unlock",
  pos_t: "position_topic",
  ret: "retain",
  set_pos_t: "set_position_topic",
  stat_cla: "state_class",
  stat_clsd: "state_closed",
  stat_locked: "state_locked",
  stat_open: "state_open",
  stat_t: "state_topic",
  stat_unlocked: "state_unlocked",
  stat_val_tpl: "state_value_template",
  sug_dsp_prc: "suggested_display_precision",
  sup_clrm: "supported_color_modes",
  t: "topic",
  sup_dur: "support_duration",
  sup_vol: "support_volume_set",
  temp_cmd_t: "temperature_command_topic",
  temp_stat_t: "temperature_state_topic",
  temp_stat_tpl: "temperature_state_template",
  temp_unit: "temperature_unit",
  uniq_id: "unique_id",
  unit_of_meas: "unit_of_measurement",
  val_tpl: "value_template",
};
const DEVICE_ABBREVIATIONS: Record<string, string> = {
  cns: "connections",
  cu: "configuration_url",
  hw: "hw_version",
  ids: "identifiers",
  mdl: "model",
  mf: "manufacturer",
  sa: "suggested_area",
  sn: "serial_number",
  sw: "sw_version",
};
const ORIGIN_ABBREVIATIONS: Record<string, string> = { sw: "sw_version", url: "support_url" };

const text = { type: "string", minLength: 1 };
/** A topic to publish on or a plain one to subscribe to; "~" would not reach a component. */
const topic = { type: "string", pattern: "^[^#+~$\\u0000][^#+\\u0000]*$" };
const template = { type: "string", pattern: "\\{\\{.*\\}\\}" };
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
    hw_version: text,
    serial_number: text,
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
      properties: { topic, payload_available: text, payload_not_available: text, value_template: template },
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
  enabled_by_default: { type: "boolean" },
  availability_template: template,
  qos,
};
const state = { state_topic: topic, value_template: template, json_attributes_topic: topic };
const command = { command_topic: topic, retain: { const: false } };
const seconds = { type: "integer", minimum: 1 };

interface Platform {
  /** Where Home Assistant has it, below homeassistant/components/. */
  clause: string;
  properties: Record<string, SchemaObject>;
  required: string[];
  /** What no schema says. @returns what is wrong; "" where nothing is */
  check?(config: Record<string, unknown>): string;
}

const PLATFORMS: Record<string, Platform> = {
  sensor: {
    clause: "mqtt/sensor.py, _PLATFORM_SCHEMA_BASE; sensor/const.py, DEVICE_CLASS_UNITS",
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
    clause: "mqtt/binary_sensor.py, PLATFORM_SCHEMA_MODERN; binary_sensor/__init__.py, BinarySensorDeviceClass",
    properties: {
      ...state,
      payload_on: text,
      payload_off: text,
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
    clause: "mqtt/switch.py, PLATFORM_SCHEMA_MODERN; switch/__init__.py, SwitchDeviceClass",
    properties: { ...state, ...command, device_class: { enum: ["outlet", "switch"] } },
    required: ["command_topic"],
  },
  fan: {
    clause: "mqtt/fan.py, _PLATFORM_SCHEMA_BASE: its templates have names of their own",
    properties: {
      state_topic: topic,
      state_value_template: template,
      ...command,
      percentage_command_topic: topic,
      percentage_state_topic: topic,
    },
    required: ["command_topic", "state_topic"],
    check: (config) =>
      "percentage_command_topic" in config === "percentage_state_topic" in config
        ? ""
        : "a percentage that is not both told and set",
  },
  lock: {
    clause: "mqtt/lock.py, PLATFORM_SCHEMA_MODERN",
    properties: {
      ...state,
      ...command,
      payload_lock: text,
      payload_unlock: text,
      state_locked: text,
      state_unlocked: text,
    },
    required: ["command_topic", "state_topic"],
    check: ({ payload_lock: lock = "LOCK", payload_unlock: unlock = "UNLOCK" }) =>
      lock === unlock ? "locks as it unlocks" : "",
  },
  valve: {
    clause: "mqtt/valve.py, _validate_and_add_defaults; valve/__init__.py, ValveDeviceClass",
    properties: {
      ...state,
      ...command,
      reports_position: { type: "boolean" },
      payload_open: text,
      payload_close: text,
      state_open: text,
      state_closed: text,
      device_class: { enum: ["gas", "water"] },
    },
    required: ["command_topic", "state_topic"],
    check: (config) =>
      config["reports_position"] === true &&
      ["payload_open", "payload_close", "state_open", "state_closed"].some((key) => key in config)
        ? "words for open and closed beside a position"
        : "",
  },
  siren: {
    clause: "mqtt/siren.py, PLATFORM_SCHEMA_MODERN: JSON is sent but for a template",
    properties: {
      state_topic: topic,
      state_value_template: template,
      ...command,
      command_template: template,
      support_duration: { type: "boolean" },
      support_volume_set: { type: "boolean" },
    },
    required: ["command_topic", "state_topic", "command_template"],
    check: (config) =>
      config["support_duration"] === false && config["support_volume_set"] === false
        ? ""
        : "offers a duration or a volume, which no board knows",
  },
  number: {
    clause: "mqtt/number.py, _PLATFORM_SCHEMA_BASE: vol.Range(min=1e-3) for the step",
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
    check: ({ min, max }) => (Number(min) < Number(max) ? "" : "min is not below max"),
  },
  climate: {
    clause: "mqtt/climate.py, _PLATFORM_SCHEMA_BASE; climate/const.py, HVACMode",
    properties: {
      action_topic: topic,
      action_template: template,
      current_temperature_topic: topic,
      mode_command_topic: topic,
      mode_state_topic: topic,
      mode_state_template: template,
      modes: {
        type: "array",
        minItems: 1,
        uniqueItems: true,
        items: { enum: ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"] },
      },
      temperature_command_topic: topic,
      temperature_state_topic: topic,
      temperature_state_template: template,
      min_temp: { type: "number" },
      max_temp: { type: "number" },
      temp_step: { type: "number" },
      temperature_unit: { enum: ["C", "F"] },
    },
    required: [
      "mode_command_topic",
      "mode_state_topic",
      "modes",
      "temperature_command_topic",
      "temperature_state_topic",
    ],
    check: ({ min_temp: min, max_temp: max }) => (Number(min) < Number(max) ? "" : "min_temp is not below max_temp"),
  },
  event: {
    clause: "mqtt/event.py, _PLATFORM_SCHEMA_BASE: JSON with an event_type; event/const.py, EventDeviceClass",
    properties: {
      state_topic: topic,
      value_template: template,
      event_types: { type: "array", minItems: 1, uniqueItems: true, items: text },
      device_class: { enum: ["button", "doorbell", "motion"] },
    },
    required: ["state_topic", "event_types"],
    check: ({ value_template: made = "" }) =>
      String(made).includes('"event_type"') ? "" : "what it is told is no JSON with an event_type",
  },
  button: {
    clause: "mqtt/button.py, PLATFORM_SCHEMA_MODERN; button/__init__.py, ButtonDeviceClass",
    properties: { ...command, payload_press: text, device_class: { enum: ["identify", "restart", "update"] } },
    required: ["command_topic"],
  },
  update: {
    clause: "mqtt/update.py, PLATFORM_SCHEMA_MODERN: without a command topic nothing can be installed",
    properties: {
      ...state,
      ...command,
      payload_install: text,
      latest_version_topic: topic,
      latest_version_template: template,
      release_summary: text,
      title: text,
      device_class: { const: "firmware" },
      // "diagnostic" is for what cannot be set.
      entity_category: { const: "config" },
    },
    required: ["state_topic", "command_topic", "payload_install"],
  },
  cover: {
    clause:
      "mqtt/cover.py, validate_options: no set_position_topic without position_topic; cover/__init__.py, CoverDeviceClass",
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
    check: (config) => ("set_position_topic" in config && !("position_topic" in config) ? "no position_topic" : ""),
  },
  light: {
    clause: "mqtt/light/schema_json.py, schema_basic.py; light/const.py, valid_supported_color_modes",
    properties: {
      state_topic: topic,
      state_value_template: template,
      ...command,
      schema: { const: "json" },
      brightness: { type: "boolean" },
      brightness_command_topic: topic,
      brightness_state_topic: topic,
      brightness_scale: { type: "integer", minimum: 1 },
      on_command_type: { enum: ["last", "first", "brightness"] },
      effect: { type: "boolean" },
      // Offered unless it is said that there is none.
      flash: { const: false },
      effect_list: { type: "array", items: text },
      color_temp_kelvin: { type: "boolean" },
      min_kelvin: { type: "integer", minimum: 1 },
      max_kelvin: { type: "integer", minimum: 1 },
      supported_color_modes: {
        type: "array",
        minItems: 1,
        uniqueItems: true,
        items: { enum: ["onoff", "brightness", "color_temp", "hs", "xy", "rgb", "rgbw", "rgbww", "white"] },
      },
    },
    required: ["command_topic"],
    check: lightProblem,
  },
};

/** Of its two schemas each has keys that the other takes no notice of. */
function lightProblem(config: Record<string, unknown>): string {
  const ofBasic = ["state_value_template", "brightness_command_topic", "brightness_state_topic", "on_command_type"];
  const ofJson = ["brightness", "effect", "flash", "supported_color_modes"];
  const [others, name] = config["schema"] === "json" ? [ofBasic, "json"] : [ofJson, "basic"];
  const lost = others.filter((key) => key in config);
  if (lost.length > 0) return `${lost.join(", ")} is nothing in the schema ${name}`;
  if (config["schema"] === "json" && config["flash"] !== false) return "offers to flash, which no board does";
  const modes = config["supported_color_modes"];
  if (!Array.isArray(modes)) return "";
  if (modes.length > 1 && (modes.includes("onoff") || modes.includes("brightness"))) {
    return `${modes.join(", ")}: onoff and brightness stand alone`;
  }
  return config["effect"] === true && config["effect_list"] === undefined ? "effects without a list" : "";
}

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
  // A board that sleeps has none: its values expire.
  if (Object.keys(shared).length > 0 && !isAvailability(shared))
    problems.push(`availability: ${ajv.errorsText(isAvailability.errors)}`);
  const problem = PLATFORMS[platform]?.check?.(config) ?? "";
  if (problem !== "") problems.push(problem);
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
  if (name.toLowerCase().startsWith(deviceName.toLowerCase())) problems.push("repeats the device's name");
  return problems.map((each) => `${name}: ${each} (${PLATFORMS[platform]?.clause ?? ""})`);
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

/** MQTT_JSON_UPDATE_SCHEMA of mqtt/update.py: a state with anything else in it is not taken at all. */
const isUpdateState = ajv.compile({
  type: "object",
  properties: {
    installed_version: { type: ["string", "null"] },
    latest_version: { type: ["string", "null"] },
    title: { type: "string" },
    // update/__init__.py: what is longer than 255 characters is cut.
    release_summary: { type: "string", maxLength: 255 },
    release_url: { type: "string", pattern: "^https?://" },
    in_progress: { type: "boolean" },
    update_percentage: { type: ["number", "null"], minimum: 0, maximum: 100 },
  },
  required: ["installed_version"],
  additionalProperties: false,
});

/** What an `update` entity makes of the state that it is told. */
export interface UpdateView {
  /** on: there is something to install. update/__init__.py, UpdateEntity.state */
  state: "on" | "off" | "unknown";
  isInProgress: boolean;
  percentage: number | null;
  summary: string;
  /** Why Home Assistant would not take it; "" where it does. */
  problem: string;
}

/** @param payload What was published on the state topic of an `update` entity */
export function updateView(payload: string): UpdateView {
  const none = { state: "unknown", isInProgress: false, percentage: null, summary: "" } as const;
  let told: unknown;
  try {
    told = JSON.parse(payload);
  } catch {
    return { ...none, problem: `${payload} is no JSON (mqtt/update.py, handle_state_message_received)` };
  }
  if (!isUpdateState(told)) return { ...none, problem: `${payload}: ${ajv.errorsText(isUpdateState.errors)}` };
  const said: Record<string, unknown> = { ...told };
  const { installed_version: installed = null, latest_version: latest = null } = said;
  return {
    state: installed === null || latest === null ? "unknown" : installed === latest ? "off" : "on",
    isInProgress: said["in_progress"] === true,
    percentage: typeof said["update_percentage"] === "number" ? said["update_percentage"] : null,
    summary: String(said["release_summary"] ?? ""),
    problem: "",
  };
}
