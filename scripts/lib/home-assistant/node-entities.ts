import type { DiagnosticsField, NodeBase } from "../board/config/node";
import { eitherModeAvailability, lastingAvailability } from "./availability";
import { shown, type Component } from "./component";

/** What Home Assistant is told of the node itself. */
export interface NodeEntity {
  /** No sensor or actuator is called so by chance. */
  readonly id: string;
  readonly name: string;
  readonly words: Component;
}

/** The fields of a report that are entities where the board file has the reports say them. */
const FIELDS: Readonly<Partial<Record<DiagnosticsField, { id: string; name: string; isWanted?: boolean }>>> = {
  version: { id: "version", name: "Version" },
  resetReason: { id: "reset-reason", name: "Reset reason" },
  bootCount: { id: "boots", name: "Boots" },
  // Who asked for it wants to see it.
  ipAddress: { id: "ip-address", name: "IP address", isWanted: true },
  ssid: { id: "ssid", name: "Network", isWanted: true },
};

/** Whether the node is there, and what its reports say of it. Most are hidden there until somebody asks for them. */
export function nodeEntities(board: Pick<NodeBase, "topics" | "diagnostics" | "safeModeAfterBoots">): NodeEntity[] {
  const { topics, diagnostics } = board;
  const reported = (key: string, isWanted = false, more: object = {}): Component => ({
    p: "sensor",
    ent_cat: "diagnostic",
    ...(isWanted ? {} : { en: false }),
    ...more,
    // Reports are sent in safe mode as well.
    ...eitherModeAvailability(board),
    val_tpl: `{{ value_json.${key} }}`,
    ...shown({ stateTopic: topics.diagnostics }),
  });
  const counted = (key: string): Component => reported(key, false, { stat_cla: "total_increasing" });
  return [
    {
      id: "node-connection",
      name: "Connection",
      words: {
        p: "binary_sensor",
        dev_cla: "connectivity",
        ent_cat: "diagnostic",
        pl_on: "online",
        pl_off: "offline",
        // It is there to tell that the others are not.
        ...lastingAvailability(board),
        ...shown({ stateTopic: topics.status }),
      },
    },
    { id: "node-refused", name: "Refused commands", words: counted("refused") },
    { id: "node-dropped", name: "Dropped messages", words: counted("dropped") },
    ...diagnostics.flatMap((field): NodeEntity[] => {
      const found = FIELDS[field];
      if (found === undefined) return [];
      const { id, name, isWanted } = found;
      return [{ id: `node-${id}`, name, words: field === "bootCount" ? counted(field) : reported(field, isWanted) }];
    }),
  ];
}
