import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import * as acorn from "acorn";
import { boardNames, loadBoard, simulationEnvironment } from "../../../scripts/lib/board/load";
import { buildBoard } from "../../../scripts/lib/build/build";
import { untokenise } from "./tokens";

const root = resolve(__dirname, "../../..");

/** The package's own way back. */
function packageUntokenise(): (code: string) => string {
  const Espruino = {
    Core: {} as Record<string, unknown>,
    Plugins: {} as Record<string, { untokenise(code: string): string }>,
  };
  const context = createContext({ acorn, Espruino, console, window: {}, navigator: { userAgent: "" } });
  for (const file of ["core/utils.js", "plugins/pretokenise.js"]) {
    runInContext(readFileSync(require.resolve(`espruino/${file}`), "utf8"), context);
  }
  return (code) => Espruino.Plugins["Pretokenise"].untokenise(code);
}

/** What a text is made of: the kind and the value of each of its tokens. */
function tokens(text: string): [kind: string, value: unknown][] {
  return [...acorn.tokenizer(text, { ecmaVersion: 2020 })].map((token) => [
    token.type.label,
    (token as acorn.Token & { value?: unknown }).value,
  ]);
}

describe("untokenising", function () {
  this.timeout(60_000);

  const { environment } = simulationEnvironment(root, process.env);
  for (const name of boardNames(root)) {
    const { board } = loadBoard(name, { environment });
    if (board.engine !== "espruino") continue;
    it(`the bundle of ${name} gives what the package's own routine gives, but for negative integers`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "mote-tokens-"));
      try {
        const bundle = readFileSync((await buildBoard(board, root, folder)).bundlePath, "latin1");
        assert.match(bundle, /[\x80-\xff]/);
        const theirs = tokens(packageUntokenise()(bundle));
        // It tells them without their sign, as 256 or 65536 more than they are.
        const ours: [string, unknown][] = [];
        for (const [kind, value] of tokens(untokenise(bundle).text)) {
          const [last, meant] = [ours.at(-1), theirs[ours.length - 1]?.[1]];
          const isNegative = kind === "num" && last?.[1] === "-" && typeof meant === "number";
          if (isNegative && [256, 65536].includes(meant + Number(value))) ours[ours.length - 1] = ["num", meant];
          else ours.push([kind, value]);
        }
        assert.deepEqual(ours, theirs);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it("leaves text as it is, also what bytes stand in literals and comments", () => {
    for (const text of [
      "",
      'a="\xc3\xa9 \\" \xd1";b=\'\xd4\';c=`\xd1${a + `\xd2`}`;d=1/2/3 // \xd3\n/* \xd5 */e=/\xd1["]/g.test("\xaa")',
      "return/\xd1'/;a=b/c;f=')'/2;if(x)y=typeof/\xd2/",
    ]) {
      assert.equal(untokenise(text).text, text);
    }
  });

  it("writes texts and numbers as they are meant", () => {
    const text = '\x00"\\\n\xff';
    assert.equal(untokenise(`a=\xd1\x05${text};`).text, String.raw`a="\u0000\"\\\n\xff";`);
    assert.equal(untokenise(`a=\xd2\x2c\x01${"x".repeat(300)};`).text, `a="${"x".repeat(300)}";`);
    assert.equal(
      untokenise("a=[\xd3,\xd4\x7f,\xd4\x80,\xd5\xff\x7f,\xd5\x00\x80,\xd5\x0a\x0a]").text,
      "a=[0,127,-128,32767,-32768,2570]",
    );
    assert.equal(untokenise("a=\xd4\xff.b").text, "a=(-1).b");
  });

  it("says where a byte is that is no token", () => {
    assert.throws(() => untokenise("a=\x80"), /^Error: byte 2 of the program is 128, which is no token/);
  });

  it("tells where something was, counting every line feed among the bytes", () => {
    const { text, placeOf } = untokenise('"".length;\na(\xd1\x03b\nc,\xd4\n);\xab\xd3\xa9x');
    assert.equal(text, '"".length;\na("b\\nc",10);return 0 continue x');
    const place = (of: string): string => {
      const { line, column } = placeOf({ line: 2, column: text.split("\n")[1].indexOf(of) + 1 });
      return `${line}:${column}`;
    };
    assert.deepEqual(["a(", '"b', "10", ");", "return", "x"].map(place), ["2:1", "2:3", "3:3", "4:1", "4:3", "4:6"]);
    // The second of the two quotes, and what follows them.
    for (const column of [2, 4]) assert.deepEqual(placeOf({ line: 1, column }), { line: 1, column });
  });
});
