import type { PinDuty, Kind } from "../../kind";
import { completeBoard } from "../defaults";
import type { Board, BoardFile } from "../config";

/** Lists of a board file, such as "sensors". */
export type Fragment = Readonly<Record<string, readonly object[]>>;

/** Pins that are good for a duty on an ESP32, in the order in which they are taken. */
const PINS: Readonly<Record<PinDuty, readonly string[]>> = {
  measured: ["D34"],
  contact: ["D27"],
  watched: ["D26"],
  driven: ["D25", "D32"],
  "square wave": ["D33"],
  strip: ["D13"],
  bus: ["D21", "D22"],
};

/** Buses of examples, by their type. */
export const BUSES = {
  i2c: { id: "i2c", type: "i2c", clock: "D22", data: "D21" },
  oneWire: { id: "wire", type: "oneWire", pin: "D4" },
} as const;

/** A board with nothing on it. */
export const BARE_BOARD = {
  name: "example",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "my-wifi", password: "change-me" },
  broker: { urls: ["mqtt://192.168.1.10"] },
} as const satisfies BoardFile;

type AnyKind = Pick<Kind<object>, "type" | "pins" | "exampleEntry">;

/** An entry of a kind, as somebody would write it. */
export function exampleEntry({ type, pins, exampleEntry: asked = {} }: AnyKind, more: object = {}): object {
  const taken = new Map<PinDuty, number>();
  const named = Object.entries<PinDuty | undefined>(pins ?? {}).flatMap(([key, duty]) => {
    if (duty === undefined || key in asked) return [];
    const index = taken.get(duty) ?? 0;
    taken.set(duty, index + 1);
    return [[key, PINS[duty][index]]];
  });
  return { id: type, type, ...Object.fromEntries(named), ...more, ...asked };
}

export function exampleBoard(fragment: Fragment): Board {
  return completeBoard({ ...BARE_BOARD, ...fragment } as BoardFile);
}

/** A block of Markdown; prettier breaks its lines. */
export function snippet(json: object): string {
  return ["```json", JSON.stringify(json), "```"].join("\n");
}
