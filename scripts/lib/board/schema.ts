import * as path from "node:path";
import ts from "typescript";
import {
  AnyType,
  createFormatter,
  createParser,
  createProgram,
  DefinitionType,
  SchemaGenerator,
  type CompletedConfig,
  DEFAULT_CONFIG,
  type SubNodeParser,
} from "ts-json-schema-generator";
import { ACTUATORS } from "../actuators/registry";
import { FILTERS } from "../filters/registry";
import { RULES } from "../rules/registry";
import { hasOwnPace, SENSORS } from "../sensors/registry";
import { fillDefaults, type Definition } from "./schema-defaults";
import { typeName } from "./type-name";

export { SCHEMA_FILE } from "./schema-file";

/** Below the project's root: where the types of board files stand. */
const SOURCES = "scripts/lib/{board/config,sensors,actuators,rules,filters}/*.ts";

/** What the types of this union are called, and of which lists of a board it is the entry. */
const UNIONS = [
  { name: "SensorConfig", kinds: SENSORS },
  { name: "ActuatorConfig", kinds: ACTUATORS },
  { name: "RuleConfig", kinds: RULES },
] as const;

/** The text of the board file's JSON schema, made from the types of board files, their comments, and the descriptors. */
export function boardSchemaText(root: string): string {
  const definitions = typeDefinitions(root);
  for (const { name, kinds } of UNIONS) {
    definitions[name] = unionOf(kinds.map(({ type }) => ({ type, definition: typeName(type, name) })));
  }
  definitions.FilterConfig = filterDefinition();
  for (const definition of Object.values(definitions)) {
    // Without it every branch would apply while `type` is not yet written.
    for (const branch of definition.allOf ?? []) branch.if.required = ["type"];
  }
  definitions.Board = boardDefinition(definitions.NodeBase);
  delete definitions.NodeBase;
  fillDefaults(definitions);
  const { Board, ...others } = definitions;
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    $ref: "#/definitions/Board",
    definitions: { Board, ...others },
  };
  return JSON.stringify(schema, null, 2) + "\n";
}

function typeDefinitions(root: string): Record<string, Definition> {
  const config: CompletedConfig = {
    ...DEFAULT_CONFIG,
    path: path.join(root, SOURCES),
    tsconfig: path.join(root, "tsconfig.json"),
    additionalProperties: false,
    // An entry is checked against the branch that its `type` names, and that one alone.
    discriminatorType: "json-schema",
    skipTypeCheck: true,
  };
  const program = createProgram(config);
  const parser = createParser(program, config, (mutable) => mutable.addNodeParser(madeHere("FilterConfig")));
  const generator = new SchemaGenerator(program, parser, createFormatter(config), config);
  const names = [
    "NodeBase",
    ...UNIONS.flatMap(({ name, kinds }) => kinds.map(({ type }) => typeName(type, name))),
    ...FILTERS.map(({ name }) => typeName(name, "FilterConfig")),
  ];
  const all = names.map((name) => generator.createSchema(name).definitions as Record<string, Definition>);
  return Object.assign({}, ...all) as Record<string, Definition>;
}

/** A type that the descriptors make, and that is put in its place afterwards. */
function madeHere(name: string): SubNodeParser {
  return {
    supportsNode: (node: ts.Node) => ts.isTypeReferenceNode(node) && node.typeName.getText() === name,
    createType: () => new DefinitionType(name, new AnyType()),
  };
}

function unionOf(kinds: readonly { type: string; definition: string }[]): Definition {
  return {
    type: "object",
    properties: { type: { enum: kinds.map(({ type }) => type) } },
    required: ["type"],
    allOf: kinds.map(({ type, definition }) => ({
      if: { properties: { type: { type: "string", const: type } } },
      then: { $ref: `#/definitions/${definition}` },
    })),
  };
}

function filterDefinition(): Definition {
  const properties = FILTERS.map(({ name }) => [name, { $ref: `#/definitions/${typeName(name, "FilterConfig")}` }]);
  return {
    type: "object",
    properties: Object.fromEntries(properties) as Definition["properties"],
    additionalProperties: false,
    description:
      "A step between a sensor and the broker, under ESPHome's name and with ESPHome's meaning: exactly one of these. " +
      '"No reading" goes through, and becomes a number nowhere.',
    minProperties: 1,
    maxProperties: 1,
  };
}

/** A sensor that measures by itself has to say how often, where no sleep does. */
function paced(): Definition {
  const type = { enum: SENSORS.filter(hasOwnPace).map((each) => each.type) };
  return { allOf: [{ if: { properties: { type }, required: ["type"] }, then: { required: ["periodSeconds"] } }] };
}

function boardDefinition(node: Definition): Definition {
  const list = (definition: string, description: string): Definition => ({
    type: "array",
    items: { $ref: `#/definitions/${definition}` },
    description,
  });
  return {
    ...node,
    properties: {
      ...node.properties,
      sensors: list("SensorConfig", "What the board measures."),
      actuators: list("ActuatorConfig", "What the board drives."),
      rules: list("RuleConfig", "What the board does by itself, with or without a broker."),
    },
    description: "The board file.",
    allOf: [{ if: { properties: { sleep: false } }, then: { properties: { sensors: { items: paced() } } } }],
  };
}
