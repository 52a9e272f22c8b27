import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseEnv } from "node:util";

/** Values by name, as in process.env. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The values that stand in the file `name` (.env, .env.example) under `root`; none when there is no such file. */
export function readEnvironmentFile(root: string, name: string): Record<string, string> {
  try {
    return { ...parseEnv(readFileSync(path.join(root, name), "utf8")) } as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

/**
 * The environment for a simulated board, which needs no real Wi-Fi and no real broker: what neither `environment` nor .env
 * names comes from .env.example.
 * @returns the environment, and the names whose value came from .env.example.
 */
export function simulationEnvironment(
  root: string,
  environment: Environment,
): { environment: Environment; placeholders: string[] } {
  const known = { ...readEnvironmentFile(root, ".env"), ...defined(environment) };
  const examples = readEnvironmentFile(root, ".env.example");
  const placeholders = Object.keys(examples).filter((name) => known[name] === undefined);
  return { environment: { ...examples, ...known }, placeholders };
}

/** Without the names that have no value. */
export function defined(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * `${NAME}` stands for the value called NAME; `$${` for the two characters `${` themselves.
 * @param lookUp Called for each NAME.
 * @param malformed Called for a `${` that names nothing.
 */
export function substitute(text: string, lookUp: (name: string) => string, malformed: () => void): string {
  return text.replace(/\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{/g, (match, name: string | undefined) => {
    if (match === "$${") return "${";
    if (name !== undefined) return lookUp(name);
    malformed();
    return "";
  });
}
