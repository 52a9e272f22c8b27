import { ACTUATORS } from "../../actuators/registry";
import type { Board } from "../config";
import type { Component } from "../../home-assistant/component";
import { nodeEntities } from "../../home-assistant/node-entities";
import type { Definitions } from "../schema-defaults";
import { typeName } from "../type-name";
import { exampleBoard, exampleEntry } from "./example";
import { table } from "./table";

/** What Home Assistant is told that each kind is, and what each node tells of itself. */
export function homeAssistantSections(definitions: Definitions): string[] {
  return [
    "## What Home Assistant makes of it",
    "A sensor is a `sensor` there, ON and OFF are a `binary_sensor`, and [`digital`](#digital) may be an `event`. Of actuators it depends on " +
      "their kind and on `as`. Where commands are signed their states are shown, and nothing can be commanded.",
    table([
      ["kind", "`as`", "is a", "class", "where commands are signed"],
      ...ACTUATORS.flatMap((actuator) => {
        const { as } = definitions[typeName(actuator.type, "ActuatorConfig")].properties ?? {};
        const entry = exampleEntry(actuator) as Record<string, unknown>;
        const on = actuator.exampleOn ?? {};
        return [undefined, ...((as?.enum ?? []) as string[])].map((each) => {
          const own = each === undefined ? entry : { ...entry, as: each };
          const board = exampleBoard({ ...on, actuators: [...(on.actuators ?? []), own] });
          const config = board.actuators[board.actuators.length - 1];
          const { commanded, shown } = actuator.homeAssistant;
          const told = commanded(config, board);
          return [
            `\`${actuator.type}\``,
            each === undefined ? "" : `\`"${each}"\``,
            `\`${told.p}\``,
            classOf(told),
            [`\`${shown(config, board).p}\``, classOf(shown(config, board))].filter((text) => text !== "").join(", "),
          ];
        });
      }),
    ]),
    "Of the node itself it shows what its reports say. What few people want is disabled until they enable it there.",
    nodeTable(exampleBoard({})),
  ];
}

function nodeTable(board: Board): string {
  const fields = ["version", "resetReason", "bootCount", "ipAddress", "ssid"] as const;
  const always = nodeEntities({ ...board, diagnostics: [] }).map(({ id }) => id);
  return table([
    ["entity", "is a", "there", "enabled"],
    ...nodeEntities({ ...board, diagnostics: [...fields], updates: true }).map(({ id, name, words }) => {
      const field = fields.find((each) => nodeEntities({ ...board, diagnostics: [each] }).some((one) => one.id === id));
      const asked = field === undefined ? "with `updates`" : `with \`"${field}"\` in \`diagnostics\``;
      const there = always.includes(id) ? "always" : asked;
      return [
        name,
        [`\`${words.p}\``, classOf(words)].filter((text) => text !== "").join(", "),
        there,
        words.en === false ? "" : "✓",
      ];
    }),
  ]);
}

function classOf({ dev_cla }: Component): string {
  return typeof dev_cla === "string" ? `\`${dev_cla}\`` : "";
}
