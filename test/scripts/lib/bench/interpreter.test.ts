import assert from "node:assert/strict";
import { runFromStorage, runScript } from "../../../../scripts/lib/bench/interpreter";

const interpreter = process.env["ESPRUINO"] ?? "";
const node = [process.execPath];

describe("running an interpreter for the benchmark", () => {
  it("gives what the script printed", async () => {
    assert.equal(await runScript(node, 'console.log("well")'), "well\n");
  });

  it("an error that the script's interpreter reports is an error here, with its text", async () => {
    await assert.rejects(runScript(node, 'console.log("Uncaught Error: no such pin")'), /Uncaught Error: no such pin/);
  });

  it("an interpreter that is not there is an error", async () => {
    await assert.rejects(runScript(["/nonexistent/espruino"], ""), /ENOENT/);
  });

  it("files in its Storage are run as at boot, byte for byte (needs ESPRUINO)", async function () {
    if (interpreter === "") this.skip();
    const output = await runFromStorage(interpreter, [interpreter], {
      ".boot0": 'var first=1;setTimeout(function(){print("@length "+text.length);quit()},1);',
      ".bootcde": 'var text="\\x00é\xff"+first;',
    });
    assert.match(output, /@length 4/);
  });
});
