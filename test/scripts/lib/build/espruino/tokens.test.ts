import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { getLineInfo, parse, tokenizer } from "acorn";
import { boardNames, loadBoard, simulationEnvironment } from "../../../../../scripts/lib/board/load";
import { buildBoard } from "../../../../../scripts/lib/build/build";
import { pretokeniser } from "../../../../../scripts/lib/build/espruino/pretokeniser";
import { tokenise } from "../../../../../scripts/lib/build/espruino/tokens";
import { weigh } from "../../../../../scripts/lib/build/weigh";
import { fromStorage, runInEspruino } from "../../../../engines/espruino-run";
import { untokenise } from "../../../../simulator/espruino/tokens";
import { exampleBoard } from "../../board/example-board";
import { samples } from "./samples";

const root = resolve(__dirname, "../../../../..");
const interpreter = process.env["ESPRUINO"] ?? "";
const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

function tokensOf(code: string): string {
  return tokenise(code, NO_MAP).code;
}

interface Tree {
  type?: string;
  operator?: string;
  argument?: { type?: string; value?: unknown };
}

/** What a program says, however it is written: also `!0` for `true`. */
function meaning(code: string): unknown {
  const tree = JSON.stringify(parse(code, { ecmaVersion: "latest" }), (key, value: unknown) =>
    ["start", "end", "raw"].includes(key) ? undefined : value,
  );
  return JSON.parse(tree, (_key, value: unknown) => {
    const { type, operator, argument } = (value ?? {}) as Tree;
    const isBoolean = type === "UnaryExpression" && operator === "!" && [0, 1].includes(argument?.value as number);
    return isBoolean ? { type: "Literal", value: argument?.value === 0 } : value;
  });
}

describe("a program of tokens", function () {
  this.timeout(60_000);

  const { environment } = simulationEnvironment(root, process.env);
  for (const name of boardNames(root)) {
    const { board } = loadBoard(name, { environment });
    if (board.engine !== "espruino") continue;
    it(`of ${name} is what the package makes of it`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "mote-tokens-"));
      try {
        const bundle = readFileSync((await buildBoard(board, root, folder)).bundlePath, "latin1");
        assert.equal(pretokeniser()(untokenise(bundle).text), bundle);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it("says what the readable one says, in fewer bytes", async () => {
    const { readable, tokens } = await bothBuilds();
    assert.deepEqual(meaning(untokenise(tokens.code).text), meaning(readable.code));
    assert.match(readable.code, /^[\n -~]*$/);
    assert.ok(tokens.code.length < 0.87 * readable.code.length, `${tokens.code.length} of ${readable.code.length}`);
  });

  it("has a source map that leads from each name and text to the same TypeScript", async () => {
    const { readable, tokens } = await bothBuilds();
    const { text, placeOf } = untokenise(tokens.code);
    const [before, after] = [words(readable.code), words(text)];
    assert.equal(after.length, before.length);
    const traces = [new TraceMap(readable.map), new TraceMap(tokens.map)] as const;
    let found = 0;
    before.forEach((word, i) => {
      const { line, column } = placeOf({ ...after[i], column: after[i].column + 1 });
      const expected = originalPositionFor(traces[0], word);
      assert.deepEqual(originalPositionFor(traces[1], { line, column: column - 1 }), expected, word.value);
      if (expected.source !== null) found++;
    });
    assert.ok(found > 0.95 * before.length, `${found} of ${before.length}`);
  });

  it("has a source map that goes on behind a line feed inside a text", () => {
    const map = JSON.stringify({ version: 3, sources: ["a.ts", "b.ts"], names: [], mappings: "AAAA,gBCAA" });
    const made = tokenise('f("one\\ntwo",10);g();', map);
    assert.equal(made.code, "f(\xd1\x07one\ntwo,\xd4\n);g();");
    const trace = new TraceMap(made.map);
    const source = (line: number, column: number): string | null => originalPositionFor(trace, { line, column }).source;
    assert.deepEqual(
      [source(1, 0), source(2, 0), source(2, 4), source(3, 0), source(3, 2)],
      ["a.ts", "a.ts", "a.ts", "a.ts", "b.ts"],
    );
    assert.deepEqual(weigh(made.code, made.map.replace("a.ts", "firmware/mqtt/a.ts")), [
      { name: "mqtt", bytes: 15 },
      { name: "board", bytes: 5 },
    ]);
  });

  it("keeps apart what the package runs together, and leaves a sign alone where more than the number follows", () => {
    const wrong = ["a- -b", "a+ +b", "a- -1", "x=40000 .y()", "a/ /x/g.test(b)", "b=-1..toFixed()", "b=-1[0]"];
    for (const code of wrong) {
      assert.deepEqual(meaning(untokenise(tokensOf(code)).text), meaning(code), code);
      assert.notEqual(tokensOf(code), pretokeniser()(code), `${code}: the package has learnt it`);
    }
  });

  it("says the same of everything that stands in programs", () => {
    for (const code of [
      "a- --b;a+ ++b;a++ +b;a---b",
      "f(-5,-300,-40000,0,300,65536,1.5,-128,-129,127,128,32767,32768,-32768,-32769)",
      "x=5..toFixed();y=1e3;z=.5;q=a?.5:-1",
      '`a${b- -1}"/${typeof c}`;d=/["\'`/]/.test(e)',
      "o={if:1,5:2,'a-b':3,of:4,'':5}.if;o.catch(f).default",
      "a in b instanceof c;a??b;typeof void 0;!0!==!1",
      "class A{static of(){return/a/}get x(){return this.y}}class B extends A{}",
      "for(const x of y)for(let i in x)do;while(i);",
      "switch(a){case-1:case 5:break;default:throw new Error('\\\\\"')}",
      "try{a()}catch(e){throw e}finally{b=(c,d)=>c>>>d;c>>=1}",
      'x="\\u20ac\\xe9";y="\\xe9\\0\\x80\\n";z="' + "long".repeat(100) + '"',
      "a=b\n++c",
      "delete a.b;new C;x=null;y=undefined;a+=1;a-=1;a*=2;a/=2;a%=2;a&=1;a|=1;a^=1;a<<=1;a>>>=1;a<=b;a>=b;a&&b||c==d",
      ...samples.filter(({ gap }) => gap === undefined).map(({ source }) => source),
    ]) {
      assert.deepEqual(meaning(untokenise(tokensOf(code)).text), meaning(code), code);
    }
  });

  it("has true and false as a token each", () => {
    assert.equal(tokensOf("x(!0,!1,!!0,!2,!a)"), "x(\xb4,\xb5,!\xb4,!\xd4\x02,!a)");
    assert.equal(untokenise(tokensOf("x=!1..y()")).text, "x=!1 .y()");
  });

  it("has the bytes themselves where they stood in base64", () => {
    assert.equal(tokensOf("x(atob('AAEC/w=='))"), "x(\xd1\x04\x00\x01\x02\xff)");
    assert.throws(() => tokensOf("x.atob('AAEC')"), /made something else of: atob/);
  });

  it("is made without leaving a global behind", () => {
    tokensOf("a");
    assert.deepEqual(
      ["acorn", "Espruino"].filter((name) => name in globalThis),
      [],
    );
  });

  for (const { name, source } of samples.filter(({ gap }) => gap === undefined)) {
    if (interpreter === "") continue;
    it(`${name}: the interpreter runs it from Storage`, async () => {
      const results = await runInEspruino(
        interpreter,
        `function ok(v){out(v?"yes":"no")}\n${fromStorage(tokensOf(source))}`,
        0,
      );
      assert.deepEqual(results, ["yes"]);
    });
  }
});

interface Files {
  code: string;
  map: string;
}

/** A board's program without cold functions, which would stand elsewhere in the one of tokens. */
async function bothBuilds(): Promise<{ readable: Files; tokens: Files }> {
  const folder = mkdtempSync(join(tmpdir(), "mote-tokens-"));
  try {
    const { bundlePath, mapPath } = await buildBoard(exampleBoard({ tokens: false }), root, folder);
    const code = readFileSync(bundlePath, "latin1").replaceAll("cold$", "warm$");
    const readable = { code, map: readFileSync(mapPath, "utf8") };
    return { readable, tokens: tokenise(readable.code, readable.map) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The names and texts of a program with their places, lines from 1 and columns from 0. */
function words(code: string): { value: string; line: number; column: number }[] {
  return [...tokenizer(code, { ecmaVersion: 2020 })]
    .filter(({ type }) => type.label === "name" || type.label === "string")
    .map(({ start, end }) => ({ value: code.slice(start, end), ...getLineInfo(code, start) }));
}
