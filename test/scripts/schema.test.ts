import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { hardwarePicture, hardwarePictureFile } from "../../scripts/lib/board/reference/hardware-picture";
import { HARDWARE_NAMES } from "../../scripts/lib/platforms/hardware";
import { devicePicture, PICTURE_FILE } from "../../scripts/lib/home-assistant/picture";
import { boardSchemaText, SCHEMA_FILE } from "../../scripts/lib/board/schema";

const root = path.resolve(__dirname, "../..");

interface Schema {
  definitions: Record<string, { type?: string; properties?: unknown; allOf?: unknown; additionalProperties?: boolean }>;
}

describe("the picture of what Home Assistant shows", () => {
  it("is what `npm run schema` makes of the descriptors today", () => {
    const onDisk = readFileSync(path.join(root, PICTURE_FILE), "utf8");
    assert.ok(onDisk === devicePicture(), `${PICTURE_FILE} is stale: run \`npm run schema\` and commit the result`);
  });
});

describe("the pictures of boards", () => {
  for (const name of HARDWARE_NAMES) {
    it(`${name} is what \`npm run schema\` makes of its pins today`, () => {
      const file = hardwarePictureFile(name);
      const onDisk = readFileSync(path.join(root, file), "utf8");
      assert.ok(onDisk === hardwarePicture(name), `${file} is stale: run \`npm run schema\` and commit the result`);
    });
  }
});

describe("boards/board.schema.json", () => {
  const onDisk = readFileSync(path.join(root, SCHEMA_FILE), "utf8");

  it("is what `npm run schema` makes of scripts/lib/board/config.ts today", () => {
    assert.ok(
      onDisk === boardSchemaText(root),
      `${SCHEMA_FILE} is stale: run \`npm run schema\` and commit the result`,
    );
  });

  it("allows no key that the type does not name", () => {
    const { definitions } = JSON.parse(onDisk) as Schema;
    const open = Object.entries(definitions).filter(
      ([, { properties, allOf, additionalProperties }]) =>
        properties !== undefined && allOf === undefined && additionalProperties !== false,
    );
    assert.deepEqual(
      open.map(([name]) => name),
      [],
    );
  });

  it("carries the comments of the type for editors to show", () => {
    assert.match(onDisk, /"description": "Frequency of the square wave\. /);
  });
});
