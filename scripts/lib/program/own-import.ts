import { posix, relative, sep } from "node:path";

/** The name that a board's own program has in the program that is made for the board. */
export const OWN = "ownProgram";

/**
 * The import of a board's own program.
 * @param firmware The way from the made program's folder to firmware/, with slashes. @param root What that is in
 */
export function ownImport(program: string | undefined, firmware: string, root: string): string {
  if (program === undefined) return "";
  const way = posix.normalize(`${firmware}/../${relative(root, program).split(sep).join("/")}`).replace(/\.ts$/, "");
  return `import ${OWN} from "${way.startsWith(".") ? way : `./${way}`}";\n`;
}
