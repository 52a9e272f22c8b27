import { UserError } from "../user-error";

export interface FlashAllOptions {
  /** Flashes one board. */
  flash: (name: string) => Promise<void>;
  /** Asks at the keyboard; undefined where there is none. */
  ask: (question: string) => Promise<string | undefined>;
  print: (line: string) => void;
}

/**
 * Flashes one board after the other, each when its chip is plugged in: which chip becomes which board only a person knows. One
 * that fails does not keep back the rest.
 * @returns whether none failed
 * @throws UserError where nobody can be asked
 */
export async function flashAll(names: readonly string[], { flash, ask, print }: FlashAllOptions): Promise<boolean> {
  const results: { name: string; result: string }[] = [];
  let isWhole = true;
  for (const name of names) {
    const answer = await ask(`plug in the chip for ${name} and press Enter (s skips it, q ends) `);
    if (answer === undefined) {
      throw new UserError("--all asks for one chip after the other, and there is no keyboard here: use --board");
    }
    if (/^q/i.test(answer)) break;
    if (/^s/i.test(answer)) {
      results.push({ name, result: "skipped" });
      continue;
    }
    try {
      await flash(name);
      results.push({ name, result: "flashed" });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      isWhole = false;
      error.lines.forEach(print);
      results.push({ name, result: "FAILED" });
    }
  }
  const width = Math.max(0, ...names.map(({ length }) => length));
  for (const name of names) {
    print(`${name.padEnd(width)}  ${results.find((done) => done.name === name)?.result ?? "not reached"}`);
  }
  return isWhole;
}
