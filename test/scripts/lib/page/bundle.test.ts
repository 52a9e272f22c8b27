import assert from "node:assert/strict";
import { pageFiles, pageSizes } from "../../../../scripts/lib/page/bundle";

/** What a page may weigh on its way, gzipped. */
const MOST_BYTES = 120_000;

describe("the files of the page", function () {
  // The first time they are made.
  this.timeout(60_000);

  it("are small", async () => {
    const sizes = await pageSizes();
    assert.deepEqual(
      sizes.map(({ name }) => name),
      ["index.html", "page.js", "page.css", "icon.svg"],
    );
    const gzipped = sizes.reduce((sum, each) => sum + each.gzipped, 0);
    assert.ok(gzipped < MOST_BYTES, `${gzipped} bytes`);
    assert.ok(sizes.every(({ bytes, gzipped }) => bytes > 0 && gzipped > 0));
  });

  it("name nothing that would be loaded from elsewhere", async () => {
    for (const [what, { bytes }] of await pageFiles()) {
      const addresses = bytes.toString("utf8").match(/(https?:)?\/\/[\w-]+(\.[\w-]+)+/g) ?? [];
      // Names of kinds of elements, which nobody loads.
      const loaded = addresses.filter((address) => !address.startsWith("http://www.w3.org"));
      assert.deepEqual(loaded, [], what);
    }
  });

  it("have no comments or names that only people need", async () => {
    const files = await pageFiles();
    const script = files.get("GET /page.js")?.bytes.toString("utf8") ?? "";
    const style = files.get("GET /page.css")?.bytes.toString("utf8") ?? "";
    assert.doesNotMatch(script, /^import |^export |sourceMappingURL/m);
    assert.doesNotMatch(style, /\/\*|\n/);
    assert.match(style, /prefers-color-scheme:\s?dark/);
  });

  it("are the same when they are asked for again", async () => {
    const [first, second] = [await pageFiles(), await pageFiles()];
    assert.deepEqual([...first], [...second]);
  });
});
