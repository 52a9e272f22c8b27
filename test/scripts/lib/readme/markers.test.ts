import assert from "node:assert/strict";
import { betweenMarkers, replaceBetweenMarkers } from "../../../../scripts/lib/readme/markers";
import { UserError } from "../../../../scripts/lib/user-error";

const PLACE = { path: "docs/README.md", name: "size" };

describe("a marked part of a README", () => {
  it("is replaced between its markers, and nothing else", () => {
    const text = "before\n<!-- size -->\nold\n<!-- /size -->\nafter\n<!-- speed -->\n<!-- /speed -->\n";
    const written = replaceBetweenMarkers(text, PLACE, "new");
    assert.equal(written, "before\n<!-- size -->\n\nnew\n\n<!-- /size -->\nafter\n<!-- speed -->\n<!-- /speed -->\n");
    assert.equal(replaceBetweenMarkers(written, PLACE, "new"), written);
    assert.equal(betweenMarkers(written, PLACE), "new");
  });

  for (const [what, text] of [
    ["no marker", "text"],
    ["no end", "<!-- size -->"],
    ["the end first", "<!-- /size --><!-- size -->"],
    ["two beginnings", "<!-- size --><!-- size --><!-- /size -->"],
    ["two ends", "<!-- size --><!-- /size --><!-- /size -->"],
    ["another's marker", "<!-- sizes --><!-- /sizes -->"],
  ]) {
    it(`is refused where there is ${what}, with the file and the cure`, () => {
      assert.throws(
        () => replaceBetweenMarkers(text!, PLACE, "new"),
        (error) =>
          error instanceof UserError && /^docs\/README\.md: .*<!-- size -->.* put them there/.test(error.message),
      );
    });
  }
});
