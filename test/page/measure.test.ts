import assert from "node:assert/strict";
import { chromiumPath } from "../../scripts/lib/page/chromium";
import { measuredLines, measurePage } from "../../scripts/lib/page/measure";
import { inFullOr } from "../thorough";

const suite = chromiumPath() === undefined ? describe.skip : describe;

// How fast it is depends on what else this computer does: that is for people to look at.
suite("the page with many values, in a real browser (apt-get install chromium)", function () {
  this.timeout(600_000);

  it("is measured: pictures, time and memory", async () => {
    const options = { values: inFullOr(100, 20), times: inFullOr(600, 3_600), further: inFullOr(23, 1) };
    const measured = await measurePage(options);
    const lines = measuredLines(measured, options);
    if (inFullOr(true, false)) console.log(lines.map((line) => `      ${line}`).join("\n"));
    assert.equal(measured.readings, options.values * 720);
    assert.ok(measured.frames.length > 1 && measured.busy > 0);
    assert.equal(lines.length, 4);
    assert.doesNotMatch(lines.join(), /NaN|undefined|Infinity/);
    // However long it is open, what a page holds of a session has an end.
    const [before, , last] = measured.heap;
    assert.ok(last < before + 20e6, `${before} bytes, and ${last} at last`);
  });
});
