import { strict as assert } from "node:assert";
import { snippets } from "./espruino-facts";
import { runInEspruino } from "./espruino-run";
import { runInModel } from "./model-run";

const interpreter = process.env.ESPRUINO;

describe("facts about Espruino", () => {
  for (const { name, source, prints, ms, onlyModel } of snippets) {
    it(`${name} in the model`, async () => {
      assert.deepEqual(await runInModel(source, ms), prints);
    });
    if (interpreter !== undefined && onlyModel === undefined) {
      it(`${name} in the interpreter`, async () => {
        assert.deepEqual(await runInEspruino(interpreter, source, ms), prints);
      });
    }
  }
});
