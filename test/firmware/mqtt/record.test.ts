import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const folder = resolve(__dirname, "../../../firmware/mqtt");

/** Makes and empties the whole record. */
const MAKER = "client.ts";

/** Fields that more than one file writes, and why that is no muddle. */
const SHARED: Record<string, string> = {
  credit: "publishers take from it and are granted it where they write; transmission.ts only withdraws it",
  shortBytes: "each way of publishing makes its packets known, and it only grows",
  flush: "the outbox's, and where there is none that of control.ts",
  state: "session.ts raises it",
  unasked: "each kind of answer counts its own",
};

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.Latest, true);
}

/** The names of the record's fields, as `createClient` makes it. */
function fieldNames(): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined && ts.isObjectLiteralExpression(node.expression)) {
      names.push(...node.expression.properties.map((property) => property.name!.getText()));
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(MAKER));
  return names;
}

/** The files that assign to each field of something called `client`. */
function writers(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    const source = parse(file);
    const note = (target: ts.Expression): void => {
      if (!ts.isPropertyAccessExpression(target)) return;
      const owner = target.expression;
      const name = ts.isPropertyAccessExpression(owner) ? owner.name.text : owner.getText();
      if (name === "client") found.set(target.name.text, (found.get(target.name.text) ?? new Set()).add(file));
    };
    const visit = (node: ts.Node): void => {
      if (ts.isBinaryExpression(node) && /^([-+]|\|\||\?\?)?=$/.test(node.operatorToken.getText())) {
        note(node.left);
      } else if (ts.isPostfixUnaryExpression(node)) {
        note(node.operand);
      } else if (ts.isPrefixUnaryExpression(node) && /^(\+\+|--)/.test(node.getText())) {
        note(node.operand);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

describe("the client's record", () => {
  it("is written field by field by one file each, beside the one that makes it", () => {
    const found = writers();
    const fields = fieldNames();
    const wrong = [...found].flatMap(([field, files]) => {
      if (!fields.includes(field)) return [`${field} is no field of it: ${[...files].join(", ")}`];
      const others = [...files].filter((file) => file !== MAKER);
      return others.length < 2 || field in SHARED ? [] : [`${field} is written by ${others.join(" and ")}`];
    });
    assert.deepEqual(wrong, []);
    const needless = Object.keys(SHARED).filter(
      (field) => found.get(field) === undefined || found.get(field)!.size < 2,
    );
    assert.deepEqual(needless, [], "not shared any more");
    assert.ok(found.size > 15, `only ${found.size} fields were seen to be written`);
  });
});
