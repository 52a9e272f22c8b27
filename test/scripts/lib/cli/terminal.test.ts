import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { printable } from "../../../../scripts/lib/cli/printable";
import { importsBelow, sourceFiles } from "../../../imports";

const root = resolve(__dirname, "../../../..");

describe("a text from somewhere else", () => {
  it("is written out where a terminal would obey it, or not show it", () => {
    for (const [text, shown] of [
      ["\x1b]0;mine\x07", "\\x1b]0;mine\\x07"],
      ["\x1b[2J\x1b[H", "\\x1b[2J\\x1b[H"],
      ["\x1b]52;c;ZXZpbA==\x1b\\", "\\x1b]52;c;ZXZpbA==\\x1b\\"],
      ["\u009b2J\u009d0;x\u009c\u0080\u009f", "\\x9b2J\\x9d0;x\\x9c\\x80\\x9f"],
      ["ok\nboards/x.json:1:1: error", "ok\\nboards/x.json:1:1: error"],
      ["100 %\rother", "100 %\\rother"],
      ["a\b\b\0\x7f", "a\\x08\\x08\\x00\\x7f"],
      ["\u202egnp.exe\u202c", "\\u202egnp.exe\\u202c"],
      ["\u2066a\u2067b\u2068c\u2069\u200e\u200f\u061c", "\\u2066a\\u2067b\\u2068c\\u2069\\u200e\\u200f\\u061c"],
      ["a\u2028b\u2029", "a\\u2028b\\u2029"],
    ]) {
      assert.equal(printable(text), shown);
      assert.equal(printable(shown), shown);
    }
  });

  it("leaves no control character and no override, whichever it is", () => {
    for (let code = 0; code <= 0xffff; code++) {
      const shown = printable(String.fromCharCode(code));
      assert.doesNotMatch(shown, /[^\P{Cc}\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u, code.toString(16));
    }
  });

  it("is left alone where it is text: in any language, with signs, tabs and backslashes", () => {
    for (const text of ["21.5 °C in der Küche", "温度", "درجة", "👩‍🔧 ✓", "a\tb", 'C:\\x {"a":"\\n"}', ""]) {
      assert.equal(printable(text), text);
    }
  });
});

/** What of `process` is no way to the screen. */
const OTHERWISE =
  /^(argv|arch|cwd|env|execPath|exit|exitCode|getuid|hrtime|listeners|memoryUsage|off|on|once|pid|platform|send|stdin|version|versions)$/;

/** Every use of what writes to the screen, or line by line to a file, with the way it is done. */
function prints(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const { expression, name } = node;
      if (expression.text === "console" && Object.hasOwn(console, name.text)) found.push(`console.${name.text}`);
      if (expression.text === "process" && !OTHERWISE.test(name.text)) found.push(`process.${name.text}`);
    } else if (ts.isIdentifier(node)) {
      const { parent } = node;
      // Handed on as a whole, taken apart, or looked into by a computed name.
      const isPart = ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent);
      const isWhole = !isPart && !(ts.isPropertyAssignment(parent) && parent.name === node);
      if (isWhole && node.text === "process") found.push("process");
      if (/^(writeSync|writevSync|appendFile|appendFileSync|createWriteStream)$/.test(node.text)) found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...new Set(found)];
}

/** Every line end in what is given to a UserError whole: it would be shown as \\n, since what comes from elsewhere may hold one. */
function wholeTexts(path: string, text: string): string[] {
  if (!text.includes("new UserError(")) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === "UserError") {
      const whole = (node.arguments ?? []).filter((argument) => !ts.isSpreadElement(argument));
      found.push(...whole.map((each) => each.getText()).filter((each) => each.includes("\\n")));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("what commands print", () => {
  it("has no line ends of its own within a line of an error: what is several lines is given as several", () => {
    const errors = ["scripts", "test"].flatMap((folder) => sourceFiles(root, folder));
    for (const path of errors) assert.deepEqual(wholeTexts(path, readFileSync(join(root, path), "utf8")), [], path);
    assert.equal(wholeTexts("x.ts", 'throw new UserError(a.join("\\n"));').length, 1);
    assert.equal(wholeTexts("x.ts", "throw new UserError(`a:\\n${b}`);").length, 1);
    assert.deepEqual(wholeTexts("x.ts", 'throw new UserError("a", ...b.split("\\n"));'), []);
  });

  it("goes through lib/cli/terminal.ts, which makes every line printable; the monitor's log through its transcript", () => {
    const all = sourceFiles(root, "scripts").map((path) => ({
      path,
      found: prints(path, readFileSync(join(root, path), "utf8")),
    }));
    assert.ok(all.length > 300);
    assert.deepEqual(
      all.filter(({ found }) => found.length > 0),
      [
        { path: "scripts/lib/cli/terminal.ts", found: ["process.stdout", "process.stderr"] },
        { path: "scripts/lib/monitor/transcript.ts", found: ["writeSync"] },
      ],
    );
  });

  it("is written as it is by the monitor alone, whose transcript makes lines printable itself", () => {
    const users = importsBelow(root, "scripts").filter(({ to }) => to === "scripts/lib/cli/terminal");
    const raw = [...new Set(users.map(({ from }) => from))].filter((from) =>
      /\bwriteRaw\b/.test(readFileSync(join(root, `${from}.ts`), "utf8")),
    );
    assert.deepEqual(raw, ["scripts/monitor"]);
  });

  it("is found, whichever way it goes", () => {
    for (const text of [
      "console.log(1)",
      "const print = console.error;",
      "process.stdout.write('')",
      "const { stdout } = process;",
      'process["stderr"]',
      "process.emitWarning('')",
      'import { writeSync } from "node:fs";',
      "fs.appendFileSync(a, b)",
    ]) {
      assert.equal(prints("x.ts", text).length, 1, text);
    }
    assert.deepEqual(prints("x.ts", "console.run('a'); process.env.A; run({ console });"), []);
  });
});
