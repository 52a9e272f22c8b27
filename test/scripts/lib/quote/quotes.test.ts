import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isUpToDate, writeQuote, type Quote } from "../../../../scripts/lib/quote/quote";
import { QUOTES } from "../../../../scripts/lib/quote/quotes";
import { itInFull } from "../../../thorough";

const root = resolve(__dirname, "../../../..");

describe("a quote in a README", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-quote-"));
    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "docs/README.md"), "# Text\n\n<!-- quote it -->\n\nold\n\n<!-- /quote it -->\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function saying(text: string): Quote {
    return { name: "it", path: "docs/README.md", make: () => Promise.resolve(text), varies: /\d+ s/g };
  }

  it("is written where it says something else, and is up to date then", async () => {
    const quote = saying("| a | b |\n|---|---|\n| took 3 s | 1 |");
    assert.equal(await isUpToDate(folder, quote), false);
    assert.equal(await writeQuote(folder, quote), true);
    assert.match(readFileSync(join(folder, "docs/README.md"), "utf8"), /^\| took 3 s \| 1 {3}\|$/m);
    assert.equal(await isUpToDate(folder, quote), true);
  });

  it("is left as it was where only what varies is another", async () => {
    await writeQuote(folder, saying("took 3 s, 7 bytes"));
    assert.equal(await writeQuote(folder, saying("took 4 s, 7 bytes")), false);
    assert.equal(await isUpToDate(folder, saying("took 4 s, 8 bytes")), false);
  });

  it("may have its lines in another order where several processes say them", async () => {
    await writeQuote(folder, saying("one\ntwo"));
    assert.equal(await isUpToDate(folder, saying("two\none")), false);
    assert.equal(await isUpToDate(folder, { ...saying("two\none"), isConcurrent: true }), true);
    assert.equal(await isUpToDate(folder, { ...saying("two\nthree"), isConcurrent: true }), false);
  });
});

describe("what the READMEs quote", function () {
  this.timeout(120_000);

  for (const quote of QUOTES) {
    const title = `${quote.path}: ${quote.name} is what it says today`;
    const missing = quote.isSlow === true ? "it takes minutes" : quote.missing?.();
    if (missing !== undefined) {
      it(`${title} (left out: ${missing})`);
    } else {
      itInFull(title, async () => {
        // What runs in real time may be late on a busy machine.
        let tries = quote.isConcurrent === true ? 3 : 1;
        let isSame = false;
        while (!isSame && tries-- > 0) isSame = await isUpToDate(root, quote);
        assert.ok(isSame, `stale: run \`npm run quote -- ${quote.name}\` and commit the result`);
      });
    }
  }
});
