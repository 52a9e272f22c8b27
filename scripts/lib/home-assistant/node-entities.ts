import type { DiagnosticsField, NodeBase } from "../board/config/node";
import { eitherModeAvailability, lastingAvailability } from "./availability";
import { commanded, shown, type Component } from "./component";

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

/** What may be taken of a board that is told of. */
type ToldNode = Pick<NodeBase, "topics" | "diagnostics" | "safeModeAfterBoots" | "updates" | "sleep">;

/**
 * Whether the node is there, what its reports say of it, and its updates over the air. Most are hidden there until somebody asks for them.
 */
export function nodeEntities(board: ToldNode): NodeEntity[] {
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
        // Who sleeps is well.
        ...(board.sleep === undefined ? {} : { val_tpl: "{{ 'offline' if value == 'offline' else 'online' }}" }),
        // It is there to tell that the others are not.
        ...lastingAvailability(board),
        ...shown({ stateTopic: topics.status }),
      },
    },
    ...(board.updates ? [{ id: "node-update", name: "Program", words: update(board) }] : []),
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

/**
 * What the node tells as JSON, and the one word that needs no signature: what it may install is signed. One that sleeps would mostly
 * not hear it.
 */
function update(board: ToldNode): Component {
  const { update: commandTopic, updateState: stateTopic } = board.topics;
  const isHearing = board.sleep === undefined;
  return {
    p: "update",
    dev_cla: "firmware",
    ent_cat: "config",
    // A program that only runs in safe mode is one that wants an update.
    ...eitherModeAvailability(board),
    ...(isHearing ? { ...commanded({ commandTopic, stateTopic }), pl_inst: "install" } : shown({ stateTopic })),
  };
}
