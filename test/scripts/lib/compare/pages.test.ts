import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { tablesInWords, writePages } from "../../../../scripts/lib/compare/pages";
import { FINDINGS } from "./findings";

const root = resolve(__dirname, "../../../..");
const PAGES = ["test/protocols.md", "test/protocols.zh.md"];

describe("the pages about protocols", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pages-"));
    for (const each of ["test", ".github"]) mkdirSync(join(folder, each));
    for (const page of PAGES) cpSync(join(root, page), join(folder, page));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("get every table and picture, each in its language, and keep their own words", async () => {
    await writePages(folder, FINDINGS, "a machine | of mine");
    for (const page of PAGES) {
      const [before, after] = [root, folder].map((each) => readFileSync(join(each, page), "utf8"));
      const words = (text: string): string =>
        text.replace(/(<!-- compare (\S+) -->).*?(?=<!-- \/compare \2 -->)/gs, "$1");
      assert.equal(words(after!), words(before!));
      assert.equal(after!.match(/<!-- compare /g)?.length, 7);
      assert.equal(
        after!.match(/^\| MQTT[,，]/gm)?.length,
        6 * 2 - 1,
        "both qualities of service in each but one table",
      );
      assert.match(after!, /a machine \| of mine/);
    }
    assert.match(readFileSync(join(folder, ".github/protocols.svg"), "utf8"), /HTTP, kept alive/);
    assert.match(readFileSync(join(folder, ".github/protocols.zh.svg"), "utf8"), /HTTP，长连接/);
  });

  it("have the same figures", () => {
    const figures = (page: string): string[] =>
      readFileSync(join(root, page), "utf8")
        .split("\n")
        .filter((line) => line.startsWith("| "))
        .map((line) =>
          line
            .split("|")
            .slice(2)
            .map((cell) => cell.trim())
            .join("|"),
        )
        .filter((line) => /\d \(|\d \||×/.test(line));
    assert.deepEqual(figures(PAGES[1]!), figures(PAGES[0]!));
  });

  it("say the same in as many sections and sentences in bold, with the same numbers", () => {
    const said = (page: string): string[][] =>
      readFileSync(join(root, page), "utf8")
        .replace(/<!-- compare (\S+) -->.*?<!-- \/compare \1 -->/gs, "")
        .split(/\n(?=## |- \*\*)/)
        .map((part) => (part.match(/\d[\d,.]*/g) ?? []).map((number) => number.replace(/[,.]+$/, "")).sort());
    assert.deepEqual(said(PAGES[1]!), said(PAGES[0]!));
  });

  it("are on a terminal the tables of the English one", () => {
    const shown = tablesInWords(FINDINGS);
    assert.equal(shown.length, 6);
    for (const each of shown) assert.match(each, /MQTT, QoS 1/);
  });
});
