import type { DeskAction } from "../desk/protocol";

/** A trace of a day with a line each second. */
export const MOST_BYTES = 2_000_000;

type Test = (value: unknown) => boolean;

const text: Test = (value) => typeof value === "string";
const finite: Test = (value) => Number.isFinite(value);
const yesNo: Test = (value) => typeof value === "boolean";

/** What each action must say. The desk looks whether there is such an input, and what its range is. */
const FIELDS: { [Do in DeskAction["do"]]: Record<string, Test> } = {
  command: { actuator: text, payload: text },
  set: { input: text, value: (value) => typeof value === "boolean" || Number.isFinite(value) },
  hold: { input: text },
  swing: { input: text },
  play: {
    input: text,
    shape: (value) => ["sine", "square", "ramp"].includes(value as string),
    periodSeconds: (value) => finite(value) && (value as number) > 0,
    from: finite,
    to: finite,
  },
  trace: { input: text, name: text, csv: text },
  break: { input: text, fault: (value) => value === undefined || text(value) },
  fault: { fault: text, isOn: yesNo },
  speed: { times: (value) => finite(value) && (value as number) >= 0 },
  next: {},
  publish: { topic: text, payload: text, retain: yesNo, qos: (value) => [0, 1, 2].includes(value as number) },
};

/** What a page asks for: an action at one of its desks. @returns undefined where it is something else */
export function parseAction(body: string, desks: number): { desk: number; action: DeskAction } | undefined {
  let asked: unknown;
  try {
    asked = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isRecord(asked) || !isRecord(asked.action)) return undefined;
  const { desk, action } = asked;
  if (!Number.isInteger(desk) || (desk as number) < 0 || (desk as number) >= desks) return undefined;
  const name = String(action.do);
  if (!Object.hasOwn(FIELDS, name)) return undefined;
  const fields = FIELDS[name as DeskAction["do"]];
  if (!Object.entries(fields).every(([field, test]) => test(action[field]))) return undefined;
  // Nothing gets further that is not asked for by name.
  const clean = Object.fromEntries(Object.keys(fields).map((field) => [field, action[field]]));
  return { desk: desk as number, action: { do: name, ...clean } as DeskAction };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
