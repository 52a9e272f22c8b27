import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { parse } from "acorn";

import type { Apart } from "../../../../../../scripts/lib/build/espruino/shape/apart";
import { PointsTo } from "../../../../../../scripts/lib/build/espruino/shape/points-to";
import { shape } from "../../../../../../scripts/lib/build/espruino/shape/shape";
import type { Program } from "../../../../../../scripts/lib/build/espruino/shape/tree";
import { uniqueNames, type Names } from "../../../../../../scripts/lib/build/espruino/shape/unique-names";
import { Variables } from "../../../../../../scripts/lib/build/espruino/shape/variables";

const { minify_sync } = createRequire(__filename)("terser") as typeof import("terser", {
  with: { "resolution-mode": "import" },
});

/** One pass; it may ask for what the others ask for. */
export type Pass = (given: {
  program: Program;
  variables: Variables;
  names: Names;
  things: PointsTo;
}) => boolean | undefined | void;

/** More rounds than any text of a test needs: a pass that still changes something then will never stop. */
const MOST_ROUNDS = 20;

/** What a whole program becomes, as text. @param apart What of it is kept out of the shaping */
export function shaped(text: string, apart?: Apart): string {
  return print(shape(text, apart));
}

/** What one pass alone makes of a program, called again as long as it says that it changed something. */
export function passed(pass: Pass, text: string): string {
  const program = parsed(text);
  const names = uniqueNames(program);
  for (let round = 0; ; round++) {
    assert.ok(round < MOST_ROUNDS, "the pass changes something each time");
    const variables = new Variables(program);
    const things = thingsOf(program, variables);
    if (pass({ program, variables, names, things }) !== true) break;
  }
  return print(program);
}

/** Expects of a pass that it makes of one text the other, whatever the line breaks and the numbers behind names. */
export function expectPass(pass: Pass, before: string, after: string): void {
  const expected = parsed(after);
  uniqueNames(expected);
  assert.equal(numbered(passed(pass, before)), numbered(print(expected)));
}

/** Numbers names of one beginning, as `part$3`, in the order in which they appear. */
function numbered(text: string): string {
  const found = new Map<string, string[]>();
  return text.replace(/\b([A-Za-z]\w*)(\$\d+)?(?![\w$])/g, (name, base: string) => {
    const variants = found.get(base) ?? [];
    found.set(base, variants);
    if (!variants.includes(name)) variants.push(name);
    const at = variants.indexOf(name);
    return at === 0 ? base : `${base}$${at}`;
  });
}

/** Expects of a pass that it leaves a text as it is. */
export function expectKept(pass: Pass, text: string): void {
  expectPass(pass, text, text);
}

export function parsed(text: string): Program {
  return parse(text, { ecmaVersion: "latest", sourceType: "module", locations: true });
}

export function thingsOf(program: Program, variables = new Variables(program)): PointsTo {
  return new PointsTo(
    program,
    [...variables].map(({ name }) => name),
  );
}

/** A program as text: each statement has its line, nothing is shortened. */
export function print(program: Program): string {
  const { code } = minify_sync(program as unknown as string, {
    parse: { spidermonkey: true } as object,
    compress: false,
    mangle: false,
    format: { beautify: true },
  });
  return code ?? "";
}
