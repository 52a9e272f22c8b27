import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Literal,
  Program,
} from "acorn";

export type FunctionNode =
  FunctionDeclaration | AnonymousFunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** What the passes over a program's syntax tree (ESTree, as acorn makes it) have in common. */

type Replacement = AnyNode | readonly AnyNode[];
type Fields = Record<string, AnyNode | (AnyNode | null)[] | null | undefined>;

/** Where the children of each kind of node are, in the order of the source. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  ArrayExpression: ["elements"],
  ArrowFunctionExpression: ["params", "body"],
  AssignmentExpression: ["left", "right"],
  BinaryExpression: ["left", "right"],
  BlockStatement: ["body"],
  BreakStatement: [],
  CallExpression: ["callee", "arguments"],
  CatchClause: ["param", "body"],
  ConditionalExpression: ["test", "consequent", "alternate"],
  ContinueStatement: [],
  DoWhileStatement: ["body", "test"],
  EmptyStatement: [],
  ExpressionStatement: ["expression"],
  ForInStatement: ["left", "right", "body"],
  ForOfStatement: ["left", "right", "body"],
  ForStatement: ["init", "test", "update", "body"],
  FunctionDeclaration: ["id", "params", "body"],
  FunctionExpression: ["id", "params", "body"],
  Identifier: [],
  IfStatement: ["test", "consequent", "alternate"],
  Literal: [],
  LogicalExpression: ["left", "right"],
  MemberExpression: ["object", "property"],
  NewExpression: ["callee", "arguments"],
  ObjectExpression: ["properties"],
  Program: ["body"],
  Property: ["key", "value"],
  ReturnStatement: ["argument"],
  SequenceExpression: ["expressions"],
  SwitchCase: ["test", "consequent"],
  SwitchStatement: ["discriminant", "cases"],
  TemplateElement: [],
  TemplateLiteral: ["quasis", "expressions"],
  ThisExpression: [],
  ThrowStatement: ["argument"],
  TryStatement: ["block", "handler", "finalizer"],
  UnaryExpression: ["argument"],
  UpdateExpression: ["argument"],
  VariableDeclaration: ["declarations"],
  VariableDeclarator: ["id", "init"],
  WhileStatement: ["test", "body"],
};

const NONE: readonly string[] = [];

/** The names of a node's fields in which there may be children, in the order of the source. */
function childFields(node: AnyNode): readonly string[] {
  // Half of a program: not looked up.
  if (node.type === "Identifier" || node.type === "Literal") return NONE;
  const keys = CHILDREN[node.type];
  if (keys === undefined) throw new Error(`the build does not know what to make of a ${node.type}`);
  return keys;
}

/** Calls `visit` for each child of a node, in the order of the source. A build does this some million times: nothing is made for it. */
export function forEachChild(node: AnyNode, visit: (child: AnyNode, node: AnyNode) => void): void {
  const fields = node as unknown as Fields;
  for (const key of childFields(node)) {
    const value = fields[key];
    if (value == null) continue;
    if (!Array.isArray(value)) {
      visit(value, node);
      continue;
    }
    for (let at = 0; at < value.length; at++) {
      const child = value[at];
      if (child !== null) visit(child, node);
    }
  }
}

/**
 * Replaces each child of a node, in the order of the source, by what `change` gives for it; nothing: it stays. A child in a list may be
 * replaced by any number of others, one that need not be there by none.
 */
export function replaceChildren(
  node: AnyNode,
  change: (child: AnyNode, node: AnyNode) => Replacement | undefined,
): void {
  const fields = node as unknown as Fields;
  for (const key of childFields(node)) {
    const value = fields[key];
    if (value == null) continue;
    if (!Array.isArray(value)) {
      const by = change(value, node);
      if (by !== undefined) fields[key] = isList(by) && by.length === 0 ? null : (by as AnyNode);
      continue;
    }
    for (let at = 0; at < value.length; at++) {
      const child = value[at];
      const by = child === null ? undefined : change(child, node);
      if (by === undefined) continue;
      const many = isList(by) ? by : [by];
      value.splice(at, 1, ...many);
      at += many.length - 1;
    }
  }
}

function isList(by: Replacement): by is readonly AnyNode[] {
  return Array.isArray(by);
}

/** Calls `visit` for a node and all below it, parents first, with the parent of each. */
export function walk(node: AnyNode, visit: (node: AnyNode, parent: AnyNode | undefined) => void): void {
  const go = (at: AnyNode, parent: AnyNode | undefined): void => {
    visit(at, parent);
    forEachChild(at, go);
  };
  go(node, undefined);
}

/** Replaces each node below `node`, children first, by what `change` gives for it; nothing: it stays. */
export function rewrite(node: AnyNode, change: (node: AnyNode, parent: AnyNode) => Replacement | undefined): void {
  const go = (child: AnyNode, parent: AnyNode): Replacement | undefined => {
    replaceChildren(child, go);
    return change(child, parent);
  };
  replaceChildren(node, go);
}

/** A copy of its own, with the places in the source that it came from. */
export function copy<T extends AnyNode>(node: T): T {
  return structuredClone(node);
}

/** Whether an identifier stands for a variable: not for a property, a key or a label. */
export function isVariable(node: AnyNode, parent: AnyNode | undefined): node is Identifier {
  if (node.type !== "Identifier" || parent === undefined) return false;
  if (parent.type === "MemberExpression") return parent.computed || parent.object === node;
  if (parent.type === "Property" || parent.type === "MethodDefinition" || parent.type === "PropertyDefinition") {
    return parent.computed || parent.value === node;
  }
  return true;
}

export function isFunction(node: AnyNode | null | undefined): node is FunctionNode {
  return (
    node?.type === "FunctionExpression" ||
    node?.type === "ArrowFunctionExpression" ||
    node?.type === "FunctionDeclaration"
  );
}

/** Made anew: it has the place of what it stands for, so that an error there still leads to the source. */
export function identifier(name: string, at: AnyNode): Identifier {
  return { type: "Identifier", name, start: at.start, end: at.end, loc: at.loc };
}

/** `void 0`. */
export function nothing(at: AnyNode): Expression {
  const argument: Literal = { type: "Literal", value: 0, raw: "0", start: at.start, end: at.end, loc: at.loc };
  return {
    type: "UnaryExpression",
    operator: "void",
    prefix: true,
    argument,
    start: at.start,
    end: at.end,
    loc: at.loc,
  };
}

export function isNothing(node: AnyNode): boolean {
  return (
    (node.type === "Identifier" && node.name === "undefined") ||
    (node.type === "UnaryExpression" && node.operator === "void")
  );
}

/** Names that a function or a block declares for itself anywhere below: the program's names are unique. */
export function declaredBelow(node: AnyNode): Set<string> {
  const names = new Set<string>();
  walk(node, (each) => {
    if (each.type === "VariableDeclarator" && each.id.type === "Identifier") names.add(each.id.name);
    if (each.type === "CatchClause" && each.param?.type === "Identifier") names.add(each.param.name);
    if (isFunction(each)) {
      if (each.type === "FunctionDeclaration" && each.id != null) names.add(each.id.name);
      for (const parameter of each.params) if (parameter.type === "Identifier") names.add(parameter.name);
    }
  });
  return names;
}

/** The property that a member expression names, where it is written out; undefined for a computed one. */
export function propertyOf(node: AnyNode): string | undefined {
  return node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier"
    ? node.property.name
    : undefined;
}

export function isCallOf(node: AnyNode | undefined, callee: AnyNode): node is CallExpression {
  return node?.type === "CallExpression" && node.callee === callee;
}

export type { AnyNode, Expression, Identifier, Program };

/** How long something is, in nodes. */
export function sizeOf(node: AnyNode): number {
  let size = 0;
  walk(node, () => size++);
  return size;
}
