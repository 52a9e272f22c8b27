import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Tells how many files of a folder can be read. */
const folder = process.argv[2] ?? "";

function tryTo<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

const names = tryTo(() => readdirSync(folder)) ?? [];
console.log(`read ${names.filter((name) => tryTo(() => readFileSync(join(folder, name))) !== undefined).length}`);
