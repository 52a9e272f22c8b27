import type { Board, BoardFile, FilterConfig } from "../../../../scripts/lib/board/config";
import { completeBoard, withDefaults } from "../../../../scripts/lib/board/defaults";
import type { Draft } from "../../../../scripts/lib/board/draft";
import { isDiscovered } from "../../../../scripts/lib/home-assistant/discovered";
import type { DiscoveredBoard } from "../../../../scripts/lib/home-assistant/documents";
import { channelsOf } from "../../../../scripts/lib/sensors/channels";
import type { BoardSource } from "../../../../scripts/lib/board/source";

/** A board with one of everything, for tests to change. */
export function exampleBoard(changes: BoardFile = {}): Board {
  return completeBoard({ ...EXAMPLE, ...changes });
}

/** That board as Home Assistant is told of it. */
export function discoveredBoard(changes: BoardFile = {}): DiscoveredBoard {
  const board = exampleBoard({ homeAssistant: {}, ...changes });
  if (!isDiscovered(board)) throw new Error("nobody is told of it");
  return board;
}

export type FilterFile = NonNullable<
  Extract<NonNullable<BoardFile["sensors"]>[number], { type?: "analog" }>["filters"]
>[number];

/** Filters as they are once a board file was loaded. */
export function exampleFilters(filters: FilterFile[]): readonly FilterConfig[] {
  const board = exampleBoard({ sensors: [{ id: "x", type: "analog", pin: "D34", periodSeconds: 5, filters }] });
  return channelsOf(board)[0].filters;
}

/** That board as the checks of a file see it. @param found Takes what is said of it, as `place: message` */
export function exampleDraft(changes: BoardFile, found: string[]): Draft {
  const value = withDefaults({ ...EXAMPLE, ...changes });
  return {
    source: listing(found),
    value,
    secrets: [],
    uses: [],
    wrong: new Set(),
    unsound: new Set(),
    unasked: new Set(),
  };
}

/** A board file of which only the problems are looked at, and in which the text of a value cannot be seen but by `written`. */
export function listing(
  found: string[],
  written: (place: readonly (string | number)[]) => string = () => "…",
): BoardSource {
  const note = (place: readonly (string | number)[], message: string): void => {
    found.push(`${place.join(".")}: ${message}`);
  };
  const source: Partial<BoardSource> = {
    error: note,
    warning: note,
    place: (place) => place.join("."),
    has: () => true,
    hasErrorsAt: () => false,
    isNamed: () => false,
    shown: (_place, value) => value,
    written,
  };
  return source as BoardSource;
}

const EXAMPLE: BoardFile = {
  name: "example",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "näht", password: "correct horse" },
  broker: { urls: ["mqtt://192.168.1.10", "mqtt://broker.lan:1884"], username: "user", password: "passwörd" },
  sensors: [
    { id: "soil", type: "analog", pin: "D34", periodSeconds: 5, scale: 100, decimals: 1 },
    { id: "door", type: "digital", pin: "D27", periodSeconds: 60 },
    { id: "uptime", type: "uptime", periodSeconds: 60 },
    { id: "memory", type: "freeMemory", periodSeconds: 60 },
    { id: "signal", type: "signalStrength", periodSeconds: 0.5 },
  ],
  actuators: [
    { id: "pump", type: "switch", pin: "D25", activeLow: true, initialValue: "ON" },
    { id: "lamp", type: "pwm", pin: "D33", hz: 500, initialValue: 20 },
  ],
};
