import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { replaceBetweenMarkers } from "../readme/markers";
import type { Finding } from "./compare";
import { plot } from "./plot";
import { acknowledgementTable, fanOutTable, latencyTable, phaseTable, readingTable } from "./tables";
import { CHINESE, ENGLISH, type Words } from "./words";

/** The pages about the comparison, and the picture in each. */
const PAGES = [
  { path: "test/protocols.md", picture: ".github/protocols.svg", words: ENGLISH },
  { path: "test/protocols.zh.md", picture: ".github/protocols.zh.svg", words: CHINESE },
] as const;

/** What a page has a place for. */

type MakeTable = (findings: readonly Finding[], words: Words) => string;
const TABLES: Record<string, MakeTable> = {
  reading: readingTable,
  phases: (findings, words) => phaseTable(findings, false, words),
  "phases-tls": (findings, words) => phaseTable(findings, true, words),
  receivers: fanOutTable,
  latency: latencyTable,
  acknowledgements: acknowledgementTable,
};

/** Each table for a terminal, below its name. */
export function tablesInWords(findings: readonly Finding[]): string[] {
  return Object.entries(TABLES).map(([name, make]) => `${name}\n\n${make(findings, ENGLISH)}`);
}

/**
 * Writes tables and pictures into the pages.
 * @param machine What it ran on, in a line that stands in both languages
 */
export async function writePages(root: string, findings: readonly Finding[], machine: string): Promise<void> {
  for (const { path, picture, words } of PAGES) {
    const file = join(root, path);
    const written: Record<string, MakeTable> = { ...TABLES, machine: () => machine };
    const text = Object.entries(written).reduce(
      (page, [name, make]) => replaceBetweenMarkers(page, { path, name: `compare ${name}` }, make(findings, words)),
      readFileSync(file, "utf8"),
    );
    // Chinese characters are as wide as two, which a table is padded by.
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "markdown" }));
    writeFileSync(join(root, picture), plot(findings, words));
  }
}
