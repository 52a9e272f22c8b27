import type { Course } from "../devices/lever";
import { parseTrace } from "../trace";

/** How inputs of a desk move. */

const SWING_MS = 60_000;
/** How long a contact that swings is closed, and then open. */
const CONTACT_MS = 20_000;

export function held(value: number): Course {
  return { at: () => value, nextMs: () => Infinity };
}

/** Up and down in a minute. @param phase Tells inputs apart, which do so at moments of their own */
export function swing({ middle, by }: { middle: number; by: number }, phase: number): Course {
  return { at: (nowMs) => middle + by * Math.sin((2 * Math.PI * nowMs) / SWING_MS + phase) };
}

/** Closed and open over and over. */
export function toggle(): Course {
  return {
    at: (nowMs) => (Math.floor(nowMs / CONTACT_MS) % 2 === 0 ? 1 : 0),
    nextMs: (nowMs) => (Math.floor(nowMs / CONTACT_MS) + 1) * CONTACT_MS,
  };
}

export type Shape = "sine" | "square" | "ramp";

/**
 * A wave that begins at `sinceMs`: a sine in the middle and upwards, a square with `to`, a ramp at `from`, which jumps back at its end.
 * @param periodMs More than 0
 */
export function wave(
  shape: Shape,
  { periodMs, from, to, sinceMs }: { periodMs: number; from: number; to: number; sinceMs: number },
): Course {
  const part = (nowMs: number): number => ((nowMs - sinceMs) % periodMs) / periodMs;
  if (shape === "sine") {
    return { at: (nowMs) => from + (to - from) * (0.5 + 0.5 * Math.sin(2 * Math.PI * part(nowMs))) };
  }
  if (shape === "ramp") return { at: (nowMs) => from + (to - from) * part(nowMs) };
  const halves = (nowMs: number): number => Math.floor((2 * (nowMs - sinceMs)) / periodMs);
  return {
    at: (nowMs) => (halves(nowMs) % 2 === 0 ? to : from),
    nextMs: (nowMs) => sinceMs + ((halves(nowMs) + 1) * periodMs) / 2,
  };
}

/**
 * A recording, from `sinceMs` on: lines of `seconds,value`, straight lines between them, the last value held.
 * @throws Error that names `name` and the line
 */
export function recording(csv: string, name: string, sinceMs: number): Course {
  const at = parseTrace(csv, name, "value");
  return { at: (nowMs) => at(nowMs - sinceMs) };
}

/** Never beyond what a part bears. */
export function within(course: Course, from: number, to: number): Course {
  return { ...course, at: (nowMs) => Math.min(to, Math.max(from, course.at(nowMs))) };
}
