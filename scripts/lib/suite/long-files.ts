import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The only file that knows which suite runs. */
const LENGTHS = "test/thorough.ts";

/**
 * The test files that go further in the long suite: those that ask test/thorough.ts for a length, themselves or through a file that
 * they import. No further: every scenario imports what imports test/scenarios/engines.ts, also where one engine runs it.
 * @returns Their paths from the root, with slashes
 */
export function longFiles(root: string): string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((path) => `test/${path.split(sep).join("/")}`)
    .filter((path) => path.endsWith(".test.ts"))
    .sort()
    .filter((path) => {
      const imports = importsOf(root, path);
      return [imports, ...imports.map((each) => importsOf(root, each))].some((paths) => paths.includes(LENGTHS));
    });
}

/** The files below test/ that a file imports, types included. */
function importsOf(root: string, path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/\bfrom "(\.[^"]+)"/g)]
    .map(([, specifier]) =>
      relative(root, join(root, dirname(path), `${specifier}.ts`))
        .split(sep)
        .join("/"),
    )
    .filter((each) => each.startsWith("test/") && existsSync(join(root, each)));
}
