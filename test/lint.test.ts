import { strict as assert } from "node:assert";
import { join, resolve } from "node:path";
import { ESLint } from "eslint";

const root = resolve(__dirname, "..");

describe("the lint rules", function () {
  this.timeout(60_000);
  const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, ".config/eslint.mjs") });

  /** The rules that a file with this text breaks. */
  async function broken(text: string, filePath = "test/sample.ts"): Promise<(string | null)[]> {
    const [{ messages }] = await eslint.lintText(text, { filePath: join(root, filePath) });
    return messages.map(({ ruleId }) => ruleId);
  }

  for (const text of [
    "export const f = (o: { clean?: boolean }) => o.clean || true;",
    "export const f = (k?: number) => k || 60;",
    'export const f = (name?: string) => name || "none";',
    "export const f = (list?: number[]) => list || [];",
    "export const f = (a: string, b: string) => a || b;",
    "export const f = (a: string, b: string) => g(a || b);\nconst g = (x: string) => x;",
    "export const f = (a: number | null) => ({ a: a || 1 });",
    "export const f = (n: number) => n > 0 || 5;",
    "export const f = (n?: number) => `${n || 0}`;",
    "export const f = (a?: { b: number }) => (a || { b: 1 }).b;",
  ]) {
    it(`refuse ${text.replace(/\s+/g, " ")}`, async () => {
      assert.deepEqual(await broken(text), ["mote/no-or-default"]);
    });
  }

  for (const text of [
    "export const f = (k?: number) => k ?? 60;",
    "export const f = (a: number, b: number) => a < 1 || b > 2;",
    "export const f = (a: string, b: string) => (a || b ? 1 : 2);",
    "export const f = (a: string, b: string) => !(a || b);",
    'export const f = (a: string) => a === "" || a.startsWith("x");',
    "export function f(a: string, b: string): number {\n  if (a || b) return 1;\n  while ((a && b) || !a) return 2;\n  return 3;\n}",
    "export const f = (a: number[], b: number[]) => a[0] - b[0] || a[1] - b[1];",
  ]) {
    it(`accept ${text.replace(/\s+/g, " ")}`, async () => {
      assert.deepEqual(await broken(text), []);
    });
  }

  it("refuse ||=", async () => {
    const text = "export function f(a: number) {\n  a ||= 1;\n  return a;\n}";
    assert.deepEqual(await broken(text), ["no-restricted-syntax"]);
  });

  it("let only the Espruino engine require the interpreter's modules", async () => {
    const text = 'export const net = require("net");';
    assert.deepEqual(await broken(text, "firmware/engine/espruino/sample.ts"), []);
    assert.deepEqual(await broken(text, "firmware/mqtt/sample.ts"), ["@typescript-eslint/no-require-imports"]);
  });
});
