import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentFile, parseEnvironment } from "../../../../scripts/lib/board/environment-file";
import { UserError } from "../../../../scripts/lib/user-error";

/** A secret that no message may show, whole or in part. */
const SECRET = /hunter|swordfish/;

describe("a file of names and values", () => {
  const valueOf = (line: string): string | undefined => parseEnvironment(line, ".env").values.get("A");

  function problems(text: string): string[] {
    const found = parseEnvironment(text, ".env").problems;
    for (const { message } of found) assert.doesNotMatch(message, SECRET);
    return found.map(({ path, line, severity, message }) => `${path}:${line}: ${severity}: ${message}`);
  }

  for (const [line, value] of [
    ["A=longpass#99", "longpass#99"],
    ["A=#first", "#first"],
    ["A=##", "##"],
    ["A=a#b#c", "a#b#c"],
    ["A='a # b'", "a # b"],
    ['A="a # b" # what it is', "a # b"],
    ['A=`it\'s "so"`', 'it\'s "so"'],
    ["A=a\\nb", "a\\nb"],
    ["A='a\\'", "a\\"],
    ["A=C:\\", "C:\\"],
    ["A=it's", "it's"],
    ["A=a=b==", "a=b=="],
    ["A=$HOME${B}", "$HOME${B}"],
    ["A=two words", "two words"],
    ["  export A = x", "x"],
    ["A=''", ""],
    ["A=ü€😀", "ü€😀"],
    ["A=' a '", " a "],
  ] as const) {
    it(`has ${JSON.stringify(value)} of ${line}, without a word`, () => {
      assert.equal(valueOf(line), value);
      assert.deepEqual(problems(line), []);
    });
  }

  it("ends its lines as every system does", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const { values, problems: found } = parseEnvironment(["A=x", "", "# c", " # d", "B=y", ""].join(end), ".env");
      assert.deepEqual(
        [...values],
        [
          ["A", "x"],
          ["B", "y"],
        ],
      );
      assert.deepEqual(found, []);
    }
  });

  for (const [text, line, severity, pattern] of [
    ["A=hunter #2", 1, "warning", /A: what follows the # is taken for a comment/],
    ["A=hunter\t# home", 1, "warning", /A: what follows the #/],
    ["\nA=hunter ", 2, "warning", /A: the spaces at the end are left out/],
    ["A=“hunter”", 1, "warning", /A: the quotes are of a kind for print/],
    ["A=«hunter»", 1, "warning", /A: the quotes are of a kind for print/],
    ["A=hunter\u00a0", 1, "warning", /A: a character that is not seen/],
    ["A='\u200bhunter'", 1, "warning", /A: a character that is not seen/],
    ['A="hunter', 1, "error", /A: the quote " is opened and not closed/],
    ["A='hunter", 1, "error", /A: the quote ' is opened and not closed/],
    ["A='hunter's'", 1, "error", /A: the value ends at the second ', and something follows/],
    ['A="hunter"2"', 1, "error", /A: the value ends at the second "/],
    ["A='hunter'#2", 1, "error", /A: the value ends at the second '/],
    ['A="hunter\\n2"', 1, "error", /A: a backslash between double quotes.*single quotes/],
    ['A="hunter\\"2"', 1, "error", /A: the value ends at the second "/],
    ["A=hunter\u001b[2J", 1, "error", /A: a control character/],
    ["A=hunter\0", 1, "error", /A: a control character/],
    ["A=x\nB=y\nA=hunter", 3, "error", /A stands twice, first in line 1/],
    ["A hunter", 1, "warning", /no NAME=value, and is left out/],
    ["A: hunter", 1, "warning", /no NAME=value/],
    ["1A=hunter", 1, "warning", /no NAME=value/],
    ["A-B=hunter", 1, "warning", /no NAME=value/],
  ] as const) {
    it(`tells what may be meant otherwise in ${JSON.stringify(text)}`, () => {
      const [found, ...more] = problems(text);
      assert.deepEqual(more, []);
      assert.ok(found.startsWith(`.env:${line}: ${severity}: `), found);
      assert.match(found, pattern);
    });
  }

  for (const text of ["A=", "A= ", "A=\t# nothing", "A= #hunter"]) {
    it(`has no value of ${JSON.stringify(text)}, which is another thing than an empty one`, () => {
      const { values, empty } = parseEnvironment(text, ".env");
      assert.deepEqual([values.has("A"), empty.get("A")], [false, 1]);
    });
  }

  describe("on the disk", () => {
    let root: string;
    const put = (bytes: string | Uint8Array): void => writeFileSync(join(root, ".env"), bytes);

    beforeEach(() => (root = mkdtempSync(join(tmpdir(), "mote-env-"))));
    afterEach(() => rmSync(root, { recursive: true }));

    /** The one line that is said of it. */
    function said(): string {
      try {
        environmentFile(root, ".env");
      } catch (error) {
        assert.ok(error instanceof UserError, String(error));
        assert.doesNotMatch(error.message, SECRET);
        assert.doesNotMatch(error.message, /\n|\ufffd/);
        return error.message;
      }
      throw new Error("it was read");
    }

    it("is empty where there is none", () => assert.equal(environmentFile(root, ".env").values.size, 0));

    it("loses no name to a byte order mark, which is named", () => {
      put("\ufeffA=x\nB=y\n");
      const {
        values,
        problems: [mark, ...more],
      } = environmentFile(root, ".env");
      assert.deepEqual(
        [...values],
        [
          ["A", "x"],
          ["B", "y"],
        ],
      );
      assert.match(mark.message, /starts with a byte order mark/);
      assert.deepEqual(more, []);
    });

    for (const [what, bytes] of [
      ["UTF-16 with a mark", Buffer.from("\ufeffA=hunter\n", "utf16le")],
      ["UTF-16 without a mark", Buffer.from("A=hunter\n", "utf16le")],
      ["big-endian UTF-16", Buffer.from("\ufeffA=hunter\n", "utf16le").swap16()],
      ["big-endian UTF-16 without a mark", Buffer.from("A=hunter\n", "utf16le").swap16()],
    ] as const) {
      it(`is refused as what it is in ${what}`, () => {
        put(bytes);
        assert.match(said(), /\.env:1:1: error: this file is in UTF-16.*save it as UTF-8/);
      });
    }

    for (const [letters, line, column] of [
      ["A=x\nB=swordfish-é", 2, 13],
      ["A=ü", 1, 3],
      ["# Küche\nA=x", 1, 4],
      ["A=x\n\nB=\u0080", 3, 3],
    ] as const) {
      it(`is refused at the first letter in Latin-1 of ${JSON.stringify(letters)}`, () => {
        put(Buffer.from(letters, "latin1"));
        assert.match(said(), new RegExp(`\\.env:${line}:${column}: error: here stands a letter .*Latin-1`));
      });
    }

    it("is refused where UTF-8 is cut off in the middle of a letter", () => {
      put(Buffer.from("A=ü").subarray(0, 3));
      assert.match(said(), /\.env:1:3: error: /);
    });

    it("is no folder", () => {
      mkdirSync(join(root, ".env"));
      assert.match(said(), /\.env: is a folder where a file should be; take it away/);
    });

    it("is no link that leads back to itself, and none that leads nowhere", () => {
      symlinkSync(".env", join(root, ".env"));
      assert.match(said(), /\.env: is a link that leads back to itself; remove it.*: rm /);
      rmSync(join(root, ".env"));
      symlinkSync("nowhere", join(root, ".env"));
      assert.match(said(), /\.env: is a link to nowhere, which does not exist; mend the link, or remove it/);
    });
  });
});
