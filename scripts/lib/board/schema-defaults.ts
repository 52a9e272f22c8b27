import { ACTUATORS } from "../actuators/registry";
import { FILTERS } from "../filters/registry";
import { RULES } from "../rules/registry";
import { SENSORS } from "../sensors/registry";
import { BOARD_DEFAULTS, DERIVED, PART_DEFAULTS, sensorDefaults } from "./defaults";
import { typeName } from "./type-name";

/** A part of a JSON schema, as far as it is looked at here. */
export interface Definition {
  type?: string;
  $ref?: string;
  anyOf?: Definition[];
  properties?: Record<string, Definition>;
  required?: string[];
  allOf?: { if: { properties: object; required?: string[] }; then: object }[];
  default?: unknown;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Definition;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  [key: string]: unknown;
}

export type Definitions = Record<string, Definition>;

/** Writes what a board file may leave out into the schema: it is not required, and what it then is stands there for editors. */
export function fillDefaults(definitions: Definitions): void {
  fill(definitions, "Board", BOARD_DEFAULTS, []);
  fill(definitions, "BrokerConfig", PART_DEFAULTS.broker, DERIVED.broker);
  fill(definitions, "TopicsConfig", {}, DERIVED.topics);
  fill(definitions, "OutboxConfig", PART_DEFAULTS.outbox, []);
  fill(definitions, "ConsolesConfig", PART_DEFAULTS.consoles, []);
  fill(definitions, "SleepConfig", PART_DEFAULTS.sleep, []);
  fill(definitions, "HomeAssistantConfig", PART_DEFAULTS.homeAssistant, DERIVED.homeAssistant);
  fill(definitions, "AddressConfig", PART_DEFAULTS.address, []);
  fill(definitions, "I2cBusConfig", PART_DEFAULTS.i2c, []);
  fill(definitions, "SubscriptionConfig", PART_DEFAULTS.subscription, []);
  fill(definitions, "PublicationConfig", PART_DEFAULTS.publication, DERIVED.publication);
  for (const { type, derived = {}, bus } of SENSORS) {
    const follows = [
      ...Object.keys(derived),
      ...(bus === undefined ? [] : DERIVED.busSensor),
      // The schema asks for it at boards that do not sleep.
      ...DERIVED.sensor,
    ];
    fill(definitions, typeName(type, "SensorConfig"), sensorDefaults(type), follows);
  }
  for (const { type, defaults, derived = {}, topics = {} } of ACTUATORS) {
    const follows = [...Object.keys(derived), ...DERIVED.actuator, ...Object.keys(topics)];
    fill(definitions, typeName(type, "ActuatorConfig"), { ...PART_DEFAULTS.actuator, ...defaults }, follows);
  }
  for (const { type, defaults, derived = {} } of RULES) {
    fill(definitions, typeName(type, "RuleConfig"), defaults, Object.keys(derived));
  }
  for (const { name, defaults } of FILTERS) fill(definitions, typeName(name, "FilterConfig"), defaults, []);
}

function fill(definitions: Definitions, name: string, defaults: object, follows: readonly string[]): void {
  const definition = ownDefinition(definitions, name);
  leaveOut(definition, [...Object.keys(defaults), ...follows]);
  for (const [key, value] of Object.entries(defaults) as [string, unknown][]) {
    const property = definition.properties?.[key];
    if (property === undefined) throw new Error(`${name} has a default for "${key}", which it does not know`);
    if (isPlain(value)) {
      for (const part of objectsOf(definitions, property)) fillPart(definitions, part, value);
    } else {
      property.default = value;
    }
  }
}

/** Of what several kinds share, the defaults are the same. */
function fillPart(definitions: Definitions, name: string, defaults: Record<string, unknown>): void {
  const before = definitions[name].properties ?? {};
  for (const [key, value] of Object.entries(defaults)) {
    const known = before[key].default;
    if (known !== undefined && known !== value) throw new Error(`two defaults for "${key}" of ${name}`);
  }
  fill(definitions, name, defaults, []);
}

function leaveOut(definition: Definition, keys: readonly string[]): void {
  const required = definition.required?.filter((key) => !keys.includes(key)) ?? [];
  if (required.length > 0) definition.required = required;
  else delete definition.required;
}

/** What is only another name for a type that others have too becomes a type of its own. */
function ownDefinition(definitions: Definitions, name: string): Definition {
  const definition = definitions[name];
  if (definition.$ref === undefined) return definition;
  const { $ref, ...own } = definition;
  const shared = definitions[$ref.replace("#/definitions/", "")];
  definitions[name] = { ...structuredClone(shared), ...own };
  return definitions[name];
}

/** The definitions of the objects that may stand in a place. */
function objectsOf(definitions: Definitions, { $ref, anyOf = [] }: Definition): string[] {
  const name = $ref?.replace("#/definitions/", "");
  return [
    ...(name !== undefined && definitions[name].properties !== undefined ? [name] : []),
    ...anyOf.flatMap((each) => objectsOf(definitions, each)),
  ];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
