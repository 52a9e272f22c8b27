import {
  forEachChild,
  isFunction,
  isVariable,
  propertyOf,
  walk,
  type AnyNode,
  type FunctionNode,
  type Program,
} from "./tree";

/** Methods that have done with the function they are given when they return. */
const AT_ONCE = new Set(["map", "forEach"]);

/** Whether what a function does can stand in the place of a call of it. */
export function isStraight(node: FunctionNode): boolean {
  if (node.async || node.generator) return false;
  let isPlain = true;
  walk(node.body, (each) => {
    if (each.type === "ThisExpression" || (each.type === "Identifier" && each.name === "arguments")) isPlain = false;
  });
  return isPlain;
}

/** Whether a statement may return from the function that it stands in. */
export function hasReturn(statement: AnyNode): boolean {
  return contains(statement, ({ type }) => type === "ReturnStatement");
}

/** Whether a loop's body always goes on with the next round. */
export function mayGoOn(body: AnyNode): boolean {
  const ends = new Set(["ReturnStatement", "BreakStatement", "ContinueStatement"]);
  return !contains(body, ({ type }) => ends.has(type));
}

/** Whether a loop's body may leave the loop or a round of it other than by returning. */
export function hasBreak(body: AnyNode): boolean {
  return contains(body, ({ type }) => type === "BreakStatement" || type === "ContinueStatement");
}

/** Looks for a node that is not inside another function. */
function contains(node: AnyNode, wanted: (node: AnyNode) => boolean): boolean {
  if (wanted(node)) return true;
  let found = false;
  forEachChild(node, (child) => {
    if (!found && !isFunction(child)) found = contains(child, wanted);
  });
  return found;
}

/** Names of functions that are called after boot as well: by what is handed to the engine, or by what that calls. */
export function calledLater(program: Program): ReadonlySet<string> {
  const functions = new Map<string, AnyNode>();
  const methods = new Map<string, AnyNode[]>();
  for (const statement of program.body) {
    if (statement.type === "FunctionDeclaration") functions.set(statement.id.name, statement);
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations) {
      if (id.type === "Identifier" && isFunction(init)) functions.set(id.name, init);
      for (const each of init?.type === "ObjectExpression" ? init.properties : []) {
        if (each.type !== "Property" || each.key.type !== "Identifier" || !isFunction(each.value)) continue;
        methods.set(each.key.name, [...(methods.get(each.key.name) ?? []), each.value]);
      }
    }
  }
  const found = new Set<string>();
  const noted = new Set<AnyNode>();
  const note = (node: AnyNode): void =>
    walk(node, (each, parent) => {
      for (const method of methods.get(propertyOf(each) ?? "") ?? []) {
        if (noted.has(method)) continue;
        noted.add(method);
        note(method);
      }
      if (!isVariable(each, parent) || found.has(each.name)) return;
      const called = functions.get(each.name);
      if (called === undefined) return;
      found.add(each.name);
      note(called);
    });
  // A record's functions are called by name as well.
  const named = new Set([...functions.values(), ...[...methods.values()].flat()]);
  const look = (node: AnyNode): void => {
    const isAtOnce = node.type === "CallExpression" && AT_ONCE.has(propertyOf(node.callee) ?? "");
    forEachChild(node, (child) => {
      if (isFunction(child) && !named.has(child) && !isAtOnce) note(child);
      look(child);
    });
  };
  look(program);
  return found;
}
