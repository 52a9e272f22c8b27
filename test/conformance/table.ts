import { posix } from "node:path";
import { named, plain, type Run } from "./run";
import type { Statement } from "./statements";

export const TABLE_FILE = "test/conformance/table.md";
export const REFRESH_COMMAND = "npm run conformance";

/**
 * The folders whose tests show statements. They need nothing that a machine may lack, so what is shown there is shown
 * everywhere, and the table is the same on every machine.
 */
export const FOLDERS = ["test/conformance/", "test/firmware/"] as const;

function counts(file: string): boolean {
  return FOLDERS.some((folder) => file.startsWith(folder));
}

function bindsClient(statement: Statement): boolean {
  return statement.binds !== "server" && statement.notApplicable === undefined;
}

interface Proof {
  file: string;
  title: string;
}

/** The passing tests of the counting folders by the statements they name, each once, in the order of their files. */
function proofs(run: Run): Map<string, Proof[]> {
  const byId = new Map<string, Proof[]>();
  const passed = run.tests.filter(({ file, state }) => state === "passed" && counts(file));
  passed.sort((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
  for (const { file, title } of passed) {
    for (const id of named(title)) {
      const known = byId.get(id) ?? [];
      byId.set(id, known);
      const proof = { file, title: plain(title) };
      if (!known.some((each) => each.file === file && each.title === proof.title)) known.push(proof);
    }
  }
  return byId;
}

/** What is wrong with the names that the titles of a run give, full or not; one sentence each. */
export function wrongNames(statements: readonly Statement[], run: Run): string[] {
  const byId = new Map(statements.map((statement) => [statement.id, statement]));
  const problems: string[] = [];
  for (const { file, title } of run.tests) {
    for (const id of named(title)) {
      const where = `${file}: the title "${title}" names [${id}],`;
      const statement = byId.get(id);
      if (statement === undefined) {
        problems.push(`${where} which MQTT 3.1.1 does not have: its statements are in test/conformance/statements.ts`);
      } else if (counts(file) && statement.binds === "server") {
        problems.push(`${where} which binds only servers: name the statement that the client obeys, or none`);
      } else if (counts(file) && statement.notApplicable !== undefined) {
        problems.push(
          `${where} which is listed as not applicable (${statement.notApplicable}): correct one of the two`,
        );
      }
    }
  }
  for (const { file, title } of run.suites) {
    if (named(title).length > 0) {
      problems.push(`${file}: describe("${title}") names a statement: name it in the title of the test that shows it`);
    }
  }
  return [...new Set(problems)];
}

/** The statements that bind a client and that no passing test of a full run shows; one sentence each. */
export function unshown(statements: readonly Statement[], run: Run): string[] {
  const shown = proofs(run);
  return statements
    .filter((statement) => bindsClient(statement) && !shown.has(statement.id))
    .map(({ id, says }) => `[${id}] is shown by no passing test under ${FOLDERS.join(" or ")}: ${says}`);
}

/** A title as the text of a cell, whatever it holds; the texts of statements are Markdown already. */
function cell(text: string): string {
  return text.replace(/[\\`*_<[\]|#]/g, "\\$&");
}

function proofCell(statement: Statement, found: readonly Proof[]): string {
  if (statement.binds === "server") return "binds servers only";
  if (statement.notApplicable !== undefined) return `not applicable: ${statement.notApplicable}`;
  if (found.length === 0) return "**not shown**";
  const files = [...new Set(found.map(({ file }) => file))];
  return files
    .flatMap((file) => [
      `[${file}](${posix.relative(posix.dirname(TABLE_FILE), file)})`,
      ...found.filter((proof) => proof.file === file).map(({ title }) => `– ${cell(title)}`),
    ])
    .join("<br>");
}

/** The text of `TABLE_FILE` for a full run. */
export function tableText(statements: readonly Statement[], run: Run): string {
  const shown = proofs(run);
  const forClients = statements.filter(bindsClient);
  const notApplicable = statements.filter((each) => each.binds !== "server" && each.notApplicable !== undefined);
  const forServers = statements.filter(({ binds }) => binds === "server");
  const rows = statements.map((statement) => {
    const found = shown.get(statement.id) ?? [];
    return `| ${statement.id} | ${statement.says} | ${statement.binds} | ${proofCell(statement, found)} |`;
  });
  return [
    "# Conformance to MQTT 3.1.1",
    "",
    `Made by \`${REFRESH_COMMAND}\` from the titles of the tests that passed. The statements are in words of our own; the`,
    "specification decides.",
    "",
    `- ${statements.length} normative statements`,
    `- ${forClients.length} bind a client; tests show ${forClients.filter(({ id }) => shown.has(id)).length} of them`,
    `- ${notApplicable.length} are about something this client does not have`,
    `- ${forServers.length} bind servers only`,
    "",
    "<!-- prettier-ignore-start -->",
    "",
    "| Statement | In short | Binds | Shown by |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "<!-- prettier-ignore-end -->",
    "",
  ].join("\n");
}
