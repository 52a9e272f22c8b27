import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { scripts } from "../package.json";
import { MOTE, npmScript, type MoteName } from "../scripts/lib/cli/mote";
import { betweenMarkers } from "../scripts/lib/readme/markers";
import { QUOTES } from "../scripts/lib/quote/quotes";
import { FAULTS } from "./exploration/faults";
import { FAMILIES } from "./hostile/sequences";

const root = resolve(__dirname, "..");
const README = "README.md";
const PAGES = [
  README,
  ...["boards", "firmware", "scripts", "test"].map((folder) => `${folder}/README.md`),
  "firmware/programs.md",
  "test/protocols.md",
  "test/protocols.zh.md",
  ".github/CONTRIBUTING.md",
];

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** The anchors that GitHub gives the headings of a page. */
function anchors(page: string): string[] {
  const headings = read(page)
    .replace(/^```.*?^```/gms, "")
    .matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the READMEs", () => {
  for (const page of PAGES) {
    it(`${page} leads only to what is there`, () => {
      for (const [, target, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]*))?\)/g)) {
        const linked = target === "" ? page : join(dirname(page), target);
        assert.ok(existsSync(join(root, linked)), `${target} is not there`);
        if (anchor === undefined) continue;
        const file = linked.endsWith(".md") ? linked : join(linked, README);
        assert.ok(anchors(file).includes(anchor), `${linked} has no heading #${anchor}`);
      }
    });

    it(`${page} has no two headings of one name`, () => {
      assert.equal(new Set(anchors(page)).size, anchors(page).length, anchors(page).join(", "));
    });

    it(`${page} names no command that is not there`, () => {
      for (const [, name] of read(page).matchAll(/npm run ([a-z][\w:-]*)/g)) {
        assert.ok(name in scripts, `npm run ${name}`);
      }
      for (const [, name] of read(page).matchAll(/npx mote ([a-z][\w-]*)/g)) {
        assert.ok(name in MOTE, `npx mote ${name}`);
      }
    });
  }

  it("are short where a newcomer begins", () => {
    assert.ok(read(README).split("\n").length <= 200);
  });

  it("tell each command in that of scripts/", () => {
    const text = read("scripts/README.md");
    for (const name of Object.keys(MOTE) as MoteName[]) {
      assert.match(text, new RegExp(`^\\| \`npx mote ${name}\` +\\| \`${npmScript(name)}\` `, "m"), name);
    }
    const ofMote = ["mote", ...Object.values(MOTE).map(({ file }) => file)];
    const others = readdirSync(join(root, "scripts")).filter(
      (file) => file.endsWith(".ts") && !ofMote.includes(file.replace(/\.ts$/, "")),
    );
    for (const file of others) {
      const [name] = Object.entries(scripts).find(([, line]) => line.endsWith(`scripts/${file}`)) ?? [file];
      const typed = name === "test" ? `npm ${name}` : `npm run ${name}`;
      assert.ok(text.includes(`| \`${typed}\` `), typed);
    }
  });

  it("count what proves the client as it is", () => {
    const text = read("firmware/README.md").replace(/\s+/g, " ");
    const table = read("test/conformance/table.md");
    const counted = (pattern: RegExp): string => pattern.exec(table)?.[1] ?? "";
    const sequences = FAMILIES.reduce((sum, family) => sum + family.sequences.length, 0);
    for (const claim of [
      `${counted(/^- (\d+) normative statements$/m)} normative statements`,
      `${counted(/^- (\d+) bind a client/m)} bind a client`,
      `${FAULTS.length} faults put into the client`,
      `some ${(Math.round(sequences / 100) * 100).toLocaleString("en")} sequences`,
    ]) {
      assert.ok(text.includes(claim), claim);
    }
  });

  it("have a place for each quote", () => {
    for (const { name, path } of QUOTES) {
      assert.notEqual(betweenMarkers(read(path), { path, name: `quote ${name}` }), "", name);
    }
  });
});
