import assert from "node:assert/strict";
import { shellQuoted } from "../../../../scripts/lib/cli/shell";

describe("a word for a shell", () => {
  it("is left alone where it is text for each of them", () => {
    for (const platform of ["linux", "win32"]) {
      for (const word of ["ON", "home/pump/set", "mqtt://127.0.0.1:1883", "a_b-c.json"]) {
        assert.equal(shellQuoted(word, platform), word);
      }
    }
  });

  it("is in the quotes that the shell takes", () => {
    assert.equal(shellQuoted("it's here", "linux"), "'it'\\''s here'");
    assert.equal(shellQuoted("my shed", "win32"), '"my shed"');
    assert.equal(shellQuoted('{"state":"ON"}', "win32"), '"{\\"state\\":\\"ON\\"}"');
    assert.equal(shellQuoted("", "linux"), "''");
  });
});
