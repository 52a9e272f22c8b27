/** What a look at one thing found. `fail` is what keeps the node from working, `info` what is only good to know. */
export interface Check {
  name: string;
  /** The boards that it was found of, where it is of boards. */
  boards?: readonly string[];
  level: "ok" | "info" | "warn" | "fail";
  found: string;
  /** What to do about it; every `fail` has it. */
  fix?: string;
}

const MARKS: Readonly<Record<Check["level"], string>> = { ok: "ok", info: "info", warn: "WARN", fail: "FAIL" };

/** A line for each check, its fix below it. */
export function formatChecks(checks: readonly Check[]): string[] {
  const width = Math.max(...checks.map((check) => titleOf(check).length));
  return checks.flatMap((check) => [
    `${MARKS[check.level].padEnd(4)}  ${titleOf(check).padEnd(width)}  ${check.found}`,
    ...(check.fix === undefined ? [] : [`${" ".repeat(width + 8)}→ ${check.fix}`]),
  ]);
}

/** The same with what was found of several boards told once, at the place of the first. */
export function toldOnce(checks: readonly Check[]): Check[] {
  const told = new Map<string, Check>();
  for (const check of checks) {
    const { name, level, found, fix, boards = [] } = check;
    const key = JSON.stringify([name, level, found, fix]);
    const before = told.get(key);
    told.set(
      key,
      before === undefined ? check : { ...before, boards: [...new Set([...(before.boards ?? []), ...boards])] },
    );
  }
  return [...told.values()];
}

/** So many boards are named beside what was found; of more only the first. */
const MOST_NAMED = 3;

function titleOf({ name, boards = [] }: Check): string {
  if (boards.length === 0) return name;
  const names = boards.length > MOST_NAMED ? `${boards[0]} and ${boards.length - 1} more` : boards.join(", ");
  return name === BOARD ? `${BOARD} ${names}` : `${name} of ${names}`;
}

/** What checks of a board file itself are called. */
export const BOARD = "board";
