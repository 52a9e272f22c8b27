import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import examples from "../../../../scripts/lib/board/examples.json";
import { EXAMPLES_FILE, examplesText } from "../../../../scripts/lib/board/own-boards";

const root = resolve(__dirname, "../../../..");

describe("the boards that came with the project", () => {
  it("are those that boards/README.md tells of, as they are today", () => {
    assert.ok(
      readFileSync(join(root, EXAMPLES_FILE), "utf8") === examplesText(root),
      `${EXAMPLES_FILE} is stale: run \`npm run schema\` and commit the result`,
    );
    assert.ok(Object.keys(examples).length >= 12);
  });
});
