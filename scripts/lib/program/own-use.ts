import ts from "typescript";
import { ownFiles } from "../build/own-files";

/** What a board's own program may use of what it is given, as far as its text tells. */
export interface OwnUse {
  /** Whether it names something, as a word of its own or as a text. */
  names(name: string): boolean;
  /** Whether it may use a thing of a group (`sensors`, `actuators` …), by its id. */
  mayUse(group: string, id: string): boolean;
  /** How many calls of these functions stand in it. */
  calls(...names: readonly string[]): number;
}

const GROUPS = new Set(["sensors", "actuators", "subscriptions", "publications"]);

/** @param entry The program's file */
export function ownUse(entry: string): OwnUse {
  const words = new Set<string>();
  /** Groups that are handed on as a whole, or in which something is looked up by a name that is worked out. */
  const whole = new Set<string>();
  const calls = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) {
      words.add(node.text);
      if (GROUPS.has(node.text) && !isTakenApart(node)) whole.add(node.text);
    }
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
      calls.set(name, (calls.get(name) ?? 0) + 1);
    }
    ts.forEachChild(node, visit);
  };
  for (const { path, text } of ownFiles(entry)) {
    if (!path.endsWith(".d.ts")) visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  }
  return {
    names: (name) => words.has(name),
    mayUse: (group, id) => words.has(group) && (whole.has(group) || words.has(id)),
    calls: (...names) => names.reduce((sum, name) => sum + (calls.get(name) ?? 0), 0),
  };
}

/** Whether a group is only asked for things by their names, where it stands here. */
function isTakenApart(node: ts.Identifier | ts.StringLiteralLike): boolean {
  const { parent } = node;
  const whole = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const user = whole.parent;
  if (ts.isPropertyAccessExpression(user)) return user.expression === whole;
  if (ts.isElementAccessExpression(user)) {
    return user.expression === whole && ts.isStringLiteralLike(user.argumentExpression);
  }
  if (ts.isVariableDeclaration(user) && user.initializer === whole) return ts.isObjectBindingPattern(user.name);
  if (!ts.isBindingElement(parent)) return false;
  // `{ sensors }` and `{ sensors: { water } }`; under another name nobody follows it.
  if (parent.propertyName === node) return ts.isObjectBindingPattern(parent.name);
  return parent.name === node && parent.propertyName === undefined && parent.dotDotDotToken === undefined;
}
