import type { PointsTo } from "./points-to";
import { forEachChild, isFunction, propertyOf, type AnyNode, type FunctionNode, type Program } from "./tree";

/** Methods that call what they are given before they return. The engine calls everything else later, when the program waits. */
const AT_ONCE = new Set([
  "forEach",
  "map",
  "every",
  "some",
  "filter",
  "find",
  "findIndex",
  "reduce",
  "sort",
  "replace",
]);

/** The functions that may have been called before a statement of the program itself is come to. */
export function calledBefore(program: Program, statement: AnyNode, things: PointsTo): ReadonlySet<FunctionNode> {
  const called = new Set<FunctionNode>();
  const look = (node: AnyNode): void => {
    if (isFunction(node)) return;
    if (node.type === "CallExpression") {
      things.called(node.callee).functions.forEach(enter);
      if (isFunction(node.callee)) enter(node.callee);
      if (AT_ONCE.has(propertyOf(node.callee) ?? "")) {
        for (const each of node.arguments) {
          if (isFunction(each)) enter(each);
          things.called(each).functions.forEach(enter);
        }
      }
    }
    forEachChild(node, look);
  };
  const enter = (target: FunctionNode): void => {
    if (called.has(target)) return;
    called.add(target);
    look(target.body);
  };
  for (const each of program.body) {
    if (each === statement) break;
    look(each);
  }
  return called;
}
