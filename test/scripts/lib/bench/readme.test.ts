import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceBetweenMarkers } from "../../../../scripts/lib/bench/readme";
import { UserError } from "../../../../scripts/lib/user-error";

const README = join(__dirname, "../../../../README.md");

describe("the measured section of the README", () => {
  it("is replaced between its markers, and nothing else", () => {
    const text = "before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n";
    const written = replaceBetweenMarkers(text, "README.md", "new");
    assert.equal(written, "before\n<!-- bench -->\n\nnew\n\n<!-- /bench -->\nafter\n");
    assert.equal(replaceBetweenMarkers(written, "README.md", "new"), written);
  });

  for (const [what, text] of [
    ["no marker", "text"],
    ["no end", "<!-- bench -->"],
    ["the end first", "<!-- /bench --><!-- bench -->"],
    ["two beginnings", "<!-- bench --><!-- bench --><!-- /bench -->"],
    ["two ends", "<!-- bench --><!-- /bench --><!-- /bench -->"],
  ]) {
    it(`is refused where there is ${what}, with the file and the cure`, () => {
      assert.throws(
        () => replaceBetweenMarkers(text!, "docs/README.md", "new"),
        (error) =>
          error instanceof UserError && /^docs\/README\.md: .*<!-- bench -->.* put them there/.test(error.message),
      );
    });
  }

  it("stands in the project's README, written by the benchmark", () => {
    const text = readFileSync(README, "utf8");
    assert.doesNotThrow(() => replaceBetweenMarkers(text, "README.md", ""));
    const section = text.slice(text.indexOf("<!-- bench -->"), text.indexOf("<!-- /bench -->"));
    for (const what of ["instructions per message", "variables in use", "PUBLISH to a Buffer", "QoS 0 both ways"]) {
      assert.ok(section.includes(`| ${what} `), what);
    }
  });
});
