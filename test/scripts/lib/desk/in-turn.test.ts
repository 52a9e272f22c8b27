import assert from "node:assert/strict";
import { InTurn } from "../../../../scripts/lib/desk/in-turn";
import { UserError } from "../../../../scripts/lib/user-error";

describe("commands in turn", () => {
  it("go one after the other, and a newer one takes the place of one that waits", async () => {
    const turns = new InTurn();
    const begun: string[] = [];
    let end: () => void = () => undefined;
    const give = (name: string) => (): Promise<string> => {
      begun.push(name);
      return new Promise((resolve) => (end = () => resolve(name)));
    };
    const first = turns.do("pump", give("pump 1"));
    const second = turns.do("pump", give("pump 2"));
    const other = turns.do("lamp", give("lamp 1"));
    const third = turns.do("pump", give("pump 3"));
    await assert.rejects(second, (error) => error instanceof UserError && error.message.startsWith("pump: not sent"));
    assert.deepEqual(begun, ["pump 1"]);
    end();
    assert.equal(await first, "pump 1");
    await new Promise(setImmediate);
    end();
    assert.equal(await other, "lamp 1");
    await new Promise(setImmediate);
    end();
    assert.equal(await third, "pump 3");
    assert.deepEqual(begun, ["pump 1", "lamp 1", "pump 3"]);
  });

  it("go on behind one that fails", async () => {
    const turns = new InTurn();
    const failing = turns.do("pump", () => Promise.reject(new Error("no")));
    const next = turns.do("lamp", () => Promise.resolve("yes"));
    await assert.rejects(failing, /no/);
    assert.equal(await next, "yes");
  });
});
