import { engineFile, type Platform } from "../platforms/engine-files";

/** Names to import, by the firmware file they stand in. */
export class Imports {
  readonly #platform: Platform;
  readonly #names = new Map<string, Set<string>>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Notes that `name` of firmware/`file` is needed, and returns it. */
  use(file: string, name: string): string {
    const names = this.#names.get(file) ?? new Set();
    this.#names.set(file, names.add(name));
    return name;
  }

  /** The same of a part of the engine. Boards that ask for what their engine lacks were refused before (board/checks/engine.ts). */
  useEngine(part: string, name: string): string {
    const file = engineFile(this.#platform, part);
    if (file === undefined) {
      const { engine, chip } = this.#platform;
      throw new Error(`${engine} on ${chip} has no part "${part}"`);
    }
    return this.use(file, name);
  }

  text(firmware: string): string {
    return [...this.#names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, names]) => `import { ${[...names].sort().join(", ")} } from "${firmware}/${file}";\n`)
      .join("");
  }
}
