import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ACTUATORS } from "../../../../../scripts/lib/actuators/registry";
import { loadBoard } from "../../../../../scripts/lib/board/load";
import { BARE_BOARD } from "../../../../../scripts/lib/board/reference/example";
import { REFERENCE_FILE, referenceText } from "../../../../../scripts/lib/board/reference/reference";
import { readEnvironmentFile } from "../../../../../scripts/lib/board/secrets";
import { SCHEMA_FILE } from "../../../../../scripts/lib/board/schema-file";
import { FILTERS } from "../../../../../scripts/lib/filters/registry";
import { RULES } from "../../../../../scripts/lib/rules/registry";
import { SENSORS } from "../../../../../scripts/lib/sensors/registry";

const root = resolve(__dirname, "../../../../..");

/** An example of the reference, and the heading that it stands below. */
interface Example {
  heading: string;
  json: string;
}

describe("boards/README.md", () => {
  const text = readFileSync(join(root, REFERENCE_FILE), "utf8");

  it("is what `npm run schema` makes of the descriptors today", async () => {
    const schema = readFileSync(join(root, SCHEMA_FILE), "utf8");
    assert.ok(
      text === (await referenceText(root, schema)),
      `${REFERENCE_FILE} is stale: run \`npm run schema\` and commit the result`,
    );
  });

  it("has a section for every kind of sensor, actuator, rule and filter", () => {
    const kinds = [...SENSORS, ...ACTUATORS, ...RULES].map(({ type }) => type);
    for (const name of [...kinds, ...FILTERS.map((filter) => filter.name)]) {
      assert.ok(text.includes(`\n### \`${name}\`\n`), name);
    }
  });

  describe("has examples that load, and so has the first README:", () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-examples-"));
    const environment = readEnvironmentFile(root, ".env.example");
    before(() => mkdirSync(join(folder, "boards")));
    after(() => rmSync(folder, { recursive: true }));

    for (const { heading, json } of [
      ...examplesOf(text),
      ...examplesOf(readFileSync(join(root, "README.md"), "utf8")),
    ]) {
      it(heading, () => {
        const board = { ...BARE_BOARD, ...(JSON.parse(json) as object) };
        writeFileSync(join(folder, "boards", `${board.name}.json`), JSON.stringify(board));
        assert.doesNotThrow(() =>
          loadBoard(board.name, { environment, names: Object.keys(environment), root: folder }),
        );
      });
    }
  });
});

function examplesOf(text: string): Example[] {
  return text.split(/^(?=#+ )/m).flatMap((section) => {
    const heading = section.slice(0, section.indexOf("\n")).replace(/^#+ /, "");
    return [...section.matchAll(/^```json\n(.*?)^```/gms)].map(([, json]) => ({ heading, json }));
  });
}
