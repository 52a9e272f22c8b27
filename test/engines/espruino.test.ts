import assert from "node:assert/strict";
import { espruinoProblem } from "./espruino-runner";
import { greenhouseStory } from "./greenhouse-story";

describe("the greenhouse bundle in a real Espruino", () => {
  it("measures, obeys, refuses and reconnects (needs ESPRUINO, an Espruino executable for Linux)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    this.timeout(240_000);
    const passed: string[] = [];
    await greenhouseStory(executable, 0, (what) => passed.push(what));
    assert.equal(passed.length, 7);
  });
});

describe("ESPRUINO", () => {
  it("is said to be missing, with the way to get one", () => {
    assert.match(espruinoProblem(undefined) ?? "", /set ESPRUINO .* README_Building\.md/);
    assert.match(espruinoProblem("") ?? "", /no Espruino/);
  });

  it("is said to name nothing that can be run", () => {
    assert.match(espruinoProblem("/no/such/espruino") ?? "", /\/no\/such\/espruino, which does not exist/);
    assert.match(espruinoProblem(__filename) ?? "", /not executable/);
  });

  it("is taken when it names an executable", () => {
    assert.equal(espruinoProblem(process.execPath), undefined);
  });
});
