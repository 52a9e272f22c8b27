import { environmentFile, type EnvironmentFile, type LineProblem } from "./environment-file";
import { nearest } from "../cli/did-you-mean";

/** Values by name, as in process.env. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The values that stand in the file `name` (.env, .env.example) under `root`; none when there is no such file. @throws UserError */
export function readEnvironmentFile(root: string, name: string): Record<string, string> {
  return Object.fromEntries(environmentFile(root, name).values);
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
function defined(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * What `${NAME}` in a board file may stand for. A board file may come from anywhere, and what it names goes to the broker that it names:
 * so it gets what stands in .env, and of the environment, where other programs keep their passwords, only names that the user
 * has listed for board files.
 */
export class NamedValues {
  readonly #environment: Environment;
  readonly #own: EnvironmentFile;
  readonly #examples: ReadonlyMap<string, string>;
  readonly #listed: ReadonlySet<string>;

  /**
   * @param root Where .env and .env.example are; they list names.
   * @param environment Of the process; it comes before .env.
   * @param names Listed besides.
   * @throws UserError when one of the files is there and cannot be read
   */
  constructor(root: string, environment: Environment, names: readonly string[]) {
    const examples = environmentFile(root, ".env.example");
    this.#environment = environment;
    this.#own = environmentFile(root, ".env");
    this.#examples = examples.values;
    const files = [examples, this.#own].flatMap(({ values, empty }) => [...values.keys(), ...empty.keys()]);
    this.#listed = new Set([...files, ...names]);
  }

  /** The value called `name`; undefined where it has none that a board file may have. */
  get(name: string): string | undefined {
    return this.#ofEnvironment(name) ?? this.#own.values.get(name);
  }

  /** Why there is no value called `name`, and what to do. */
  whyMissing(name: string): string {
    if (Object.hasOwn(this.#environment, name) && this.#environment[name] !== undefined) {
      return (
        `\${${name}} is in this computer's environment, which is not for board files; where this one may have it, ` +
        `put it into .env, or add --env ${name}`
      );
    }
    const line = this.#own.empty.get(name);
    if (line !== undefined) {
      return (
        `\${${name}} has no value: nothing stands behind it at ${this.#own.path}:${line}; ` +
        `put it there, or ${name}='' for an empty text`
      );
    }
    const byLetters = new Map([...this.#listed].map((other) => [other.toLowerCase(), other]));
    const meant = byLetters.get(nearest(name.toLowerCase(), [...byLetters.keys()]) ?? name.toLowerCase());
    const hint = meant === undefined || meant === name ? "" : ` (did you mean \${${meant}}?)`;
    return `\${${name}} has no value${hint}; put ${name}=… into .env (see .env.example)`;
  }

  /** Whether .env may mean another value than the one that is read: that is told there, and not where it is used. */
  isDoubtful(name: string): boolean {
    return this.problemsOf(new Set([name])).some((each) => each.name === name && each.severity === "error");
  }

  /** What is wrong, or can be read in two ways, in .env where these names have their values from it. */
  problemsOf(names: ReadonlySet<string>): readonly LineProblem[] {
    return this.#own.problems.filter(
      ({ name }) => name === undefined || (names.has(name) && this.#ofEnvironment(name) === undefined),
    );
  }

  /** Whether the value called `name` is still the one that .env.example has for everybody. */
  isExample(name: string): boolean {
    return this.#examples.has(name) && this.get(name) === this.#examples.get(name);
  }

  /** Whether one of the values that the user gave is this text. */
  isGiven(text: string): boolean {
    return [...this.#listed].some((name) => this.get(name) === text);
  }

  #ofEnvironment(name: string): string | undefined {
    return this.#listed.has(name) && Object.hasOwn(this.#environment, name) ? this.#environment[name] : undefined;
  }
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
