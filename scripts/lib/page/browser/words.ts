import { duration } from "../../desk/report-words";
import type { DeskActuator, DeskValue } from "../../desk/protocol";

/** A time of the desk's, as a clock that began at 0: "0:03.2", "12:40.0", "1:02:03.5". */
export function clock(atMs: number): string {
  const tenths = Math.floor(atMs / 100);
  const seconds = Math.floor(tenths / 10);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = `${String(seconds % 60).padStart(2, "0")}.${tenths % 10}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** How long ago something was. */
export function ago(ms: number): string {
  return ms < 1_000 ? "now" : `${duration(ms / 1_000)} ago`;
}

export function speedWords(times: number): string {
  return times === 0 ? "Stand still" : times === 1 ? "Real time" : `${times} ×`;
}

/** A payload as it is read: what is no reading is told as such. */
export function readingWords({ kind }: DeskValue, payload: string | undefined): string {
  if (payload === undefined) return "–";
  return kind === "number" && payload === "None" ? "no reading" : payload;
}

/** A state in words, where it is one of JSON; any other is what it is. */
export function stateWords({ control }: DeskActuator, state: string): string {
  if (state === "") return "not told yet";
  const fields = fieldsOf(state);
  if (control.kind === "climate" && fields !== undefined) return `${fields.mode}, ${fields.target} ${control.unit}`;
  if (control.kind === "light" && fields !== undefined) {
    const { state: word, brightness, effect } = fields;
    const level = typeof brightness === "number" ? `, ${percentOf(brightness)} %` : "";
    const named = typeof effect === "string" && effect !== "off" ? `, ${effect}` : "";
    return word === "ON" ? `ON${level}${named}` : String(word);
  }
  if (control.kind === "level") return `${state} %`;
  if (control.kind === "angle") return `${state}°`;
  if (control.kind === "number") return `${state} ${control.unit}`.trim();
  return state === "None" ? "not known" : state;
}

/** Of a brightness of 0 … 255. */
export function percentOf(brightness: number): number {
  return Math.round((brightness / 255) * 100);
}

/** The fields of a state that is JSON. */
export function fieldsOf(state: string): Record<string, unknown> | undefined {
  if (!state.startsWith("{")) return undefined;
  try {
    return JSON.parse(state) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Whether an actuator in this state is on, as far as it can be. */
export function isOn(state: string): boolean {
  const fields = fieldsOf(state);
  if (fields !== undefined) return fields.state === "ON";
  return state === "ON" || Number(state) > 0;
}
