import { FEATURES } from "../checks/engine";
import { lackingText } from "../../platforms/needs";
import type { Definitions } from "../schema-defaults";
import { BUSES, BARE_BOARD, snippet } from "./example";
import { described, keyList } from "./keys";

interface Part {
  readonly key: string;
  readonly definition: string;
  readonly example: object;
  /** What the board of the example has to have with it. */
  readonly besides?: object;
}

/** Parts of a board that have a section of their own. */
const PARTS: readonly Part[] = [
  {
    key: "wifi",
    definition: "WifiConfig",
    example: { ssid: "my-wifi", password: "${WIFI_PASSWORD}", hostname: "{name}-{mac}" },
  },
  {
    key: "broker",
    definition: "BrokerConfig",
    example: { urls: ["mqtt://192.168.1.10", "mqtt://192.168.1.11:1884"], username: "shed", cleanSession: false },
  },
  { key: "topics", definition: "TopicsConfig", example: { base: "home/{name}" } },
  { key: "capacities", definition: "CapacitiesConfig", example: { receiveBytes: 512, transmitBytes: 2048 } },
  { key: "outbox", definition: "OutboxConfig", example: { messages: 30, bytes: 2048, whenFull: "dropOldest" } },
  { key: "commands", definition: "CommandsConfig", example: { signingKey: "${COMMAND_KEY}" } },
  { key: "consoles", definition: "ConsolesConfig", example: { mqtt: true } },
  { key: "time", definition: "TimeConfig", example: { server: "pool.ntp.org" } },
  {
    key: "sleep",
    definition: "SleepConfig",
    example: { everySeconds: 600 },
    besides: { sensors: [{ id: "soil", type: "analog", pin: "D34" }] },
  },
  {
    key: "homeAssistant",
    definition: "HomeAssistantConfig",
    example: { area: "Shed" },
    besides: { sensors: [{ id: "uptime", type: "uptime", periodSeconds: 60 }] },
  },
];

/** The keys of a board file besides its sensors, actuators and rules. */
export function nodeSections(definitions: Definitions): string[] {
  const sections: Record<string, string> = Object.fromEntries(
    PARTS.map(({ key, definition }) => [definition, key.toLowerCase()]),
  );
  Object.assign(sections, {
    BusConfig: "buses",
    SensorConfig: "kinds-of-sensors",
    ActuatorConfig: "kinds-of-actuators",
    RuleConfig: "kinds-of-rules",
  });
  return [
    "## The board",
    "The keys of a board file. `$schema` lets editors complete the rest.",
    snippet({ $schema: "./board.schema.json", ...BARE_BOARD }),
    keyList(definitions.Board, definitions, { without: ["$schema"], sections }).join("\n"),
    ...PARTS.flatMap(({ key, definition, example, besides }) => [
      `### \`${key}\``,
      described(definitions[definition].description).text,
      snippet({ [key]: example, ...besides }),
      keyList(definitions[definition], definitions).join("\n"),
    ]),
    "### `buses`",
    snippet({ buses: Object.values(BUSES) }),
    ...(["oneWire", "i2c"] as const).flatMap((type) => {
      const definition = definitions[type === "i2c" ? "I2cBusConfig" : "OneWireBusConfig"];
      const pins = { pin: "bus", clock: "bus", data: "bus" } as const;
      return [
        `**\`"type": "${type}"\`**: ${described(definition.description).text}`,
        keyList(definition, definitions, { pins }).join("\n"),
      ];
    }),
    "### What an engine has not",
    "A board file that asks for it is refused with the place and the cure.",
    FEATURES.filter((feature) => lackingText(feature) !== "")
      .map((feature) => `- **${feature.name}**: ${lackingText(feature)}`)
      .join("\n"),
  ].filter((text) => text !== "");
}
