import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ACTUATORS } from "../../actuators/registry";
import { knownName } from "../../board/known-names";
import { FILTERS } from "../../filters/registry";
import { RULES } from "../../rules/registry";
import { SENSORS } from "../../sensors/registry";
import { UserError } from "../../user-error";
import { actuatorFiles } from "./actuator";
import { filterFiles } from "./filter";
import { kindNames, type KindNames } from "./names";
import { ruleFiles } from "./rule";
import { sensorFiles } from "./sensor";

/** What there can be a new kind of. */
export const WHATS = ["sensor", "actuator", "rule", "filter"] as const;
export type What = (typeof WHATS)[number];

const FILES: Readonly<Record<What, (names: KindNames) => Record<string, string>>> = {
  sensor: sensorFiles,
  actuator: actuatorFiles,
  rule: ruleFiles,
  filter: filterFiles,
};

/** The index that has a line for each kind, below the project's root. */
function indexOf(what: What): string {
  return `scripts/lib/${what}s/kinds.ts`;
}

export interface NewKind {
  /** What "type" says in a board file; of a filter, its key. */
  readonly type: string;
  /** The files, below the project's root; the index is the last one. */
  readonly paths: readonly string[];
  /** What is said of the name so far, where that is known from elsewhere: that there is none. */
  readonly known: string | undefined;
  /** Those that test it. */
  readonly tests: readonly string[];
}

/**
 * Writes the files of a new kind, which do something simple already, and its line in the index. Nothing that is there is overwritten.
 * @throws UserError where there is one of that name, or a file; then nothing is written
 */
export function newKind(root: string, what: What, name: string): NewKind {
  const names = kindNames(name);
  const taken = [
    ...[...SENSORS, ...ACTUATORS, ...RULES].map(({ type }) => type),
    ...FILTERS.map((filter) => filter.name),
  ];
  const type = what === "filter" ? names.snake : names.camel;
  if ([names.camel, names.snake].some((each) => taken.includes(each))) {
    throw new UserError(`there is a kind "${type}" already; take another name`);
  }
  const files = Object.entries(FILES[what](names));
  const there = files.find(([path]) => existsSync(join(root, path)));
  if (there !== undefined) throw new UserError(`${there[0]} is there already, and is left as it is; take another name`);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: "wx" });
  }
  const index = join(root, indexOf(what));
  writeFileSync(index, `${readFileSync(index, "utf8").trimEnd()}\nexport { ${names.camel} } from "./${names.file}";\n`);
  const paths = files.map(([path]) => path);
  const known = knownName(`${what}s`, type);
  return { type, known, paths: [...paths, indexOf(what)], tests: paths.filter((path) => path.endsWith(".test.ts")) };
}
