import assert from "node:assert/strict";
import { runSideBySide } from "../../../../scripts/lib/suite/side-by-side";

/** A command that prints when it starts and ends, on a clock that all processes share. */
function task(name: string, code = 0) {
  const program = [
    "const tell=(what)=>console.log(what,Date.now())",
    "tell(1)",
    `setTimeout(()=>{tell(2);process.exitCode=${code}},300)`,
  ].join(";");
  return { name, command: `"${process.execPath}" -e "${program}"` };
}

describe("commands side by side", function () {
  this.timeout(30_000);

  it("run as many at once as they may, and each is shown when it has ended", async () => {
    const shown: string[] = [];
    const failed = await runSideBySide([task("a"), task("b"), task("c"), task("d")], 2, (text) => shown.push(text));
    assert.deepEqual(failed, []);
    assert.deepEqual(shown.map((text) => text[0]).sort(), ["a", "b", "c", "d"]);
    const changes: { atMs: number; by: number }[] = [];
    for (const text of shown) {
      const [, start, end] = /^. *: passed, [\d.]+ s\n1 (\d+)\n2 (\d+)\n$/.exec(text) ?? [];
      changes.push({ atMs: Number(start), by: 1 }, { atMs: Number(end), by: -1 });
    }
    let running = 0;
    let most = 0;
    for (const { by } of changes.sort((x, y) => x.atMs - y.atMs || x.by - y.by)) most = Math.max(most, (running += by));
    assert.equal(most, 2);
  });

  it("are told by name when they fail, and do not keep the others from running", async () => {
    const shown: string[] = [];
    const failed = await runSideBySide([task("bad", 3), task("good")], 1, (text) => shown.push(text));
    assert.deepEqual(failed, ["bad"]);
    assert.match(shown[0], /^bad: FAILED/);
    assert.match(shown[1], /^good: passed/);
  });

  it("get what is added to their environment", async () => {
    const shown: string[] = [];
    const command = `"${process.execPath}" -p "process.env.LENGTH"`;
    await runSideBySide([{ name: "a", command, environment: { LENGTH: "full" } }], 1, (text) => shown.push(text));
    assert.match(shown[0], /\nfull\n$/);
  });
});
