import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { betweenMarkers, replaceBetweenMarkers } from "../readme/markers";

/** Something in a README that a run of the program says: an output, or a table of figures. */
export interface Quote {
  /** Its name between the markers `<!-- quote NAME -->` and `<!-- /quote NAME -->`. */
  readonly name: string;
  /** The README, below the project's root. */
  readonly path: string;
  /** Makes it, as Markdown. */
  make(root: string): Promise<string>;
  /** What another run may say otherwise: times, and what a computer has. */
  readonly varies?: RegExp;
  /** Whether several processes say it, so that another run may have its lines in another order. */
  readonly isConcurrent?: boolean;
  /** Why it cannot be made on this computer; undefined where it can. */
  missing?(): string | undefined;
  /** Whether only `npm run quote -- NAME` makes it: it takes minutes, or draws a picture, which is another each time. */
  readonly isSlow?: boolean;
}

/** Writes what a quote says today into its README. @returns Whether that has changed */
export async function writeQuote(root: string, quote: Quote): Promise<boolean> {
  const file = join(root, quote.path);
  const before = readFileSync(file, "utf8");
  const made = await quote.make(root);
  if (isSame(quote, betweenMarkers(before, placeOf(quote)), made)) return false;
  const text = replaceBetweenMarkers(before, placeOf(quote), made);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "markdown" }));
  return true;
}

/** Whether what stands in the README is what a run says, but for what varies. */
export async function isUpToDate(root: string, quote: Quote): Promise<boolean> {
  const written = betweenMarkers(readFileSync(join(root, quote.path), "utf8"), placeOf(quote));
  return isSame(quote, written, await quote.make(root));
}

function placeOf({ path, name }: Quote): { path: string; name: string } {
  return { path, name: `quote ${name}` };
}

function isSame({ varies, isConcurrent }: Quote, one: string, other: string): boolean {
  // Of a table prettier changes the blanks.
  const bare = (text: string): string => {
    const lasting = varies === undefined ? text : text.replace(varies, "…");
    const plain = lasting
      .replace(/ *\| */g, "|")
      .replace(/ +/g, " ")
      .replace(/-+/g, "-");
    return isConcurrent === true ? plain.split("\n").sort().join("\n") : plain;
  };
  return bare(one) === bare(other);
}

/** What a program printed, as Markdown. */
export function block(text: string): string {
  return ["```", text.trimEnd(), "```"].join("\n");
}
