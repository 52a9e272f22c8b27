import assert from "node:assert/strict";
import { withClient } from "../../../../scripts/lib/bench/options";
import { UserError } from "../../../../scripts/lib/user-error";

function refusal(text: string): string {
  try {
    withClient(text, []);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return "taken";
}

describe("--with", () => {
  it("adds a client from its file to those before", () => {
    const first = withClient(`tinyMQTT=${__filename}`, []);
    const both = withClient(`espruinoMQTT=${__filename}`, first);
    assert.deepEqual(
      both.map(({ name }) => name),
      ["tinyMQTT", "espruinoMQTT"],
    );
    assert.ok(both[0]!.module.includes("adds a client from its file"));
  });

  it("is refused without a name or a file", () => {
    for (const text of ["tinyMQTT", "=file.js", "tinyMQTT="]) assert.match(refusal(text), /such as tinyMQTT=path/);
  });

  it("is refused with an unknown name, and tells the known ones", () => {
    assert.match(refusal("tinymqt=x.js"), /only tinyMQTT and espruinoMQTT \(did you mean "tinyMQTT"\?\)$/);
  });

  it("is refused with a file that cannot be read", () => {
    assert.match(refusal("tinyMQTT=/nonexistent/tiny.js"), /\/nonexistent\/tiny\.js cannot be read: ENOENT/);
  });
});
