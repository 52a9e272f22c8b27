import type { ActuatorDescriptor } from "../../actuators/descriptor";
import { ACTUATORS } from "../../actuators/registry";
import { lacking } from "../../platforms/needs";
import type { ActuatorConfig, Board } from "../config";
import type { Definitions } from "../schema-defaults";
import { typeName } from "../type-name";
import { exampleBoard, exampleEntry, snippet } from "./example";
import { described, keyList } from "./keys";
import { table } from "./table";

const COMMON_KEYS = ["id", "name", "commandTopic", "commandQos", "stateTopic"];

export function actuatorSections(definitions: Definitions): string[] {
  const { properties = {}, required } = definitions.SwitchActuatorConfig;
  const common = { properties: Object.fromEntries(COMMON_KEYS.map((key) => [key, properties[key]])), required };
  const { afterSeconds } = definitions.OnOffFailSafe.properties ?? {};
  return [
    "## Kinds of actuators",
    "Each entry of `actuators` is one of these kinds. All of them have these keys:",
    keyList(common, definitions).join("\n"),
    "A `failSafe`, where a kind has one, has an `action`, and this:",
    keyList({ properties: { afterSeconds }, required: ["afterSeconds"] }, definitions).join("\n"),
    ...ACTUATORS.flatMap((actuator) => section(actuator, definitions)),
  ];
}

function section(actuator: ActuatorDescriptor, definitions: Definitions): string[] {
  const definition = definitions[typeName(actuator.type, "ActuatorConfig")];
  const entry = exampleEntry(actuator);
  const on = actuator.exampleOn ?? {};
  const fragment = { ...on, actuators: [...(on.actuators ?? []), entry] };
  const board = exampleBoard(fragment);
  const config = board.actuators[board.actuators.length - 1];
  const without = [...COMMON_KEYS, "afterSeconds", ...Object.keys(actuator.topics ?? {})];
  const list = { without, pins: actuator.pins };
  return [
    `### \`${actuator.type}\``,
    described(definition.description).text,
    snippet(fragment),
    topicTable(actuator, config, board),
    keyList(definition, definitions, list).join("\n"),
    ...lacking(actuator),
  ];
}

function topicTable(actuator: ActuatorDescriptor, config: ActuatorConfig, board: Board): string {
  const { longestState, topics = {}, homeAssistant } = actuator;
  const kept = actuator.isKept?.(config) === true ? "; outlives a reboot" : "";
  return table([
    ["topic", "what is on it"],
    ["`<base>/<id>/set`", `commands, such as \`${actuator.example(config)}\``],
    ["`<base>/<id>/state`", `the state, retained, at the longest \`${longestState}\`${kept}`],
    ...Object.entries(topics).map(([key, { level, longest }]) => [
      `\`<base>/<id>/${level}\``,
      `the ${level}, retained, at the longest \`${longest}\`; \`${key}\` names another topic`,
    ]),
    ["in Home Assistant", `a \`${homeAssistant.commanded(config, board).p}\``],
  ]);
}
