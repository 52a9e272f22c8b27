/** Names to import, by the firmware file they stand in. */
export class Imports {
  readonly #names = new Map<string, Set<string>>();

  /** Notes that `name` of firmware/`file` is needed, and returns it. */
  use(file: string, name: string): string {
    const names = this.#names.get(file) ?? new Set();
    this.#names.set(file, names.add(name));
    return name;
  }

  text(firmware: string): string {
    return [...this.#names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, names]) => `import { ${[...names].sort().join(", ")} } from "${firmware}/${file}";\n`)
      .join("");
  }
}
