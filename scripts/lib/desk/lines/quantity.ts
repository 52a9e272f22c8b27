const SECONDS: Readonly<Record<string, number>> = {
  "": 1,
  ms: 0.001,
  s: 1,
  sec: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minutes: 60,
  h: 3_600,
  hours: 3_600,
  d: 86_400,
  days: 86_400,
};

/** A time such as `10`, `10s`, `1.5 min`, `2h`, `500ms`, in seconds; undefined where it is none. Without a unit it is of seconds. */
export function parseSeconds(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim()) ?? [];
  const seconds = SECONDS[unit ?? "?"];
  return digits === undefined || seconds === undefined ? undefined : Number(digits) * seconds;
}

/** A number in decimals, as a person types it; undefined where it is none. */
export function parseNumber(text: string): number | undefined {
  const isNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
  return isNumber ? Number(text) : undefined;
}

/** `10..30`, `-5 .. 5`; undefined where it is none. */
export function parseRange(text: string): { from: number; to: number } | undefined {
  const [, first, second] = /^(\S+?)\s*(?:\.\.|…)\s*(\S+)$/.exec(text.trim()) ?? [];
  const from = parseNumber(first ?? "");
  const to = parseNumber(second ?? "");
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** A time as a person reads it: `0.5 s`, `90 s`, `10 min`, `2 h`. */
export function tellSeconds(seconds: number): string {
  const whole = (unit: number): boolean => seconds >= unit && Number.isInteger(seconds / unit);
  if (whole(86_400)) return `${seconds / 86_400} d`;
  if (whole(3_600)) return `${seconds / 3_600} h`;
  if (seconds >= 120 && whole(60)) return `${seconds / 60} min`;
  return `${Number(seconds.toFixed(3))} s`;
}
