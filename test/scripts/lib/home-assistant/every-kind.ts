import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ACTUATORS } from "../../../../scripts/lib/actuators/registry";
import type { BoardFile } from "../../../../scripts/lib/board/config";
import { BARE_BOARD, BUSES, exampleEntry } from "../../../../scripts/lib/board/reference/example";
import type { Definitions } from "../../../../scripts/lib/board/schema-defaults";
import { typeName } from "../../../../scripts/lib/board/type-name";
import { SENSORS } from "../../../../scripts/lib/sensors/registry";

const schema = resolve(__dirname, "../../../../boards/board.schema.json");
const { definitions } = JSON.parse(readFileSync(schema, "utf8")) as { definitions: Definitions };

/** What an entry of a kind can be "as": undefined where it is not said. */
function asOf(type: string, union: string): (string | undefined)[] {
  const { as } = definitions[typeName(type, union)]?.properties ?? {};
  return [undefined, ...((as?.enum ?? []) as string[])];
}

function entriesOf(
  kind: { type: string; pins?: object; exampleEntry?: object },
  union: string,
  more: object = {},
): Record<string, unknown>[] {
  return asOf(kind.type, union).map((as) => {
    const entry = exampleEntry(kind, more) as Record<string, unknown>;
    return { ...entry, id: as === undefined ? kind.type : `${kind.type}-${as}`, ...(as === undefined ? {} : { as }) };
  });
}

/** A board with one of each kind, and of those that can be told as something else, one as each of that. Its pins meet. */
export const EVERY_KIND = {
  ...BARE_BOARD,
  buses: Object.values(BUSES),
  diagnostics: ["version", "resetReason", "bootCount", "freeMemory", "signalStrength", "ipAddress", "ssid"],
  sensors: SENSORS.flatMap((kind) => entriesOf(kind, "SensorConfig", { periodSeconds: 60 })),
  actuators: [
    ...ACTUATORS.flatMap((kind) => entriesOf(kind, "ActuatorConfig")),
    { id: "light-effects", type: "light", pin: "D32", effects: true },
    { id: "rgb-whites", type: "rgb", pin: "D13", count: 4, whites: true },
    { id: "rgb-all", type: "rgb", pin: "D13", count: 4, whites: true, effects: true },
  ],
  rules: [
    { type: "thermostat", sensor: "ntc", actuator: "switch", target: "climate" },
    { type: "thermostat", sensor: "ntc", actuator: "switch-fan", target: "number" },
  ],
} as unknown as BoardFile;
