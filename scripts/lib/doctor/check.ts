/** What a look at one thing found. `fail` is what keeps the node from working, `info` what is only good to know. */
export interface Check {
  name: string;
  level: "ok" | "info" | "warn" | "fail";
  found: string;
  /** What to do about it; every `fail` has it. */
  fix?: string;
}

const MARKS: Readonly<Record<Check["level"], string>> = { ok: "ok", info: "info", warn: "WARN", fail: "FAIL" };

/** A line for each check, its fix below it. */
export function formatChecks(checks: readonly Check[]): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, level, found, fix }) => [
    `${MARKS[level].padEnd(4)}  ${name.padEnd(width)}  ${found}`,
    ...(fix === undefined ? [] : [`${" ".repeat(width + 8)}→ ${fix}`]),
  ]);
}
