import type { Desk } from "./bench";

/** What parts measure of a room, each some of it. */
interface RoomPart {
  celsius?: () => number;
  humidity?: () => number;
  pascals?: () => number;
  lux?: () => number;
}

const SWING_MS = 60_000;

/** Goes from -1 to 1 and back in a minute. */
export function swing({ clock, phase }: Desk): number {
  return Math.sin((2 * Math.PI * clock.nowMs) / SWING_MS + phase);
}

/** Puts a part into a room of about 20 °C, 50 % and 1013 hPa, with a light on. */
export function live(part: RoomPart, desk: Desk): void {
  if (part.celsius !== undefined) part.celsius = () => 20 + 5 * swing(desk);
  if (part.humidity !== undefined) part.humidity = () => 50 - 10 * swing(desk);
  if (part.pascals !== undefined) part.pascals = () => 101_325 + 300 * swing(desk);
  if (part.lux !== undefined) part.lux = () => 300 + 200 * swing(desk);
}
