import type { IfStatement } from "acorn";
import { hasReturn } from "./straight";
import { forEachChild, isFunction, type AnyNode, type FunctionNode } from "./tree";

/** Where a call stands in the function that makes it. */
export interface Place {
  /** The statement that the call is; undefined where it is a part of one. */
  statement: AnyNode | undefined;
  /** Whether the call may be passed over. */
  isConditional: boolean;
  /** Whether nothing comes after it, so that to return from what is called is to return from here. */
  isLast: boolean;
}

/**
 * All calls that a function makes itself, and where they stand.
 * @param guard A condition under which all of it stands, and which is usually met
 */
export function placesIn(target: FunctionNode, guard: IfStatement | undefined): Map<AnyNode, Place> {
  const places = new Map<AnyNode, Place>();
  if (guard !== undefined) {
    visitExpression(guard.test, undefined, false, false, places);
    visit(guard.consequent, false, true, places);
  } else if (target.body.type === "BlockStatement") visitList(target.body.body, false, true, places);
  else visitExpression(target.body, undefined, false, false, places);
  return places;
}

/** The one condition under which all of a function stands: in what the engine calls, it is there for what never happens. */
export function guardOf({ body }: FunctionNode): IfStatement | undefined {
  const [only, ...others] = body.type === "BlockStatement" ? body.body : [];
  return others.length === 0 && only?.type === "IfStatement" && only.alternate == null ? only : undefined;
}

/** @param isLast whether nothing comes after the list */
function visitList(
  statements: readonly AnyNode[],
  isConditional: boolean,
  isLast: boolean,
  places: Map<AnyNode, Place>,
): void {
  let mayHaveReturned = isConditional;
  statements.forEach((statement, at) => {
    visit(statement, mayHaveReturned, isLast && at === statements.length - 1, places);
    if (hasReturn(statement)) mayHaveReturned = true;
  });
}

function visit(node: AnyNode, isConditional: boolean, isLast: boolean, places: Map<AnyNode, Place>): void {
  switch (node.type) {
    case "BlockStatement":
      visitList(node.body, isConditional, isLast, places);
      break;
    case "IfStatement":
      visitExpression(node.test, undefined, isConditional, false, places);
      visit(node.consequent, true, isLast, places);
      if (node.alternate != null) visit(node.alternate, true, isLast, places);
      break;
    case "ExpressionStatement":
      visitExpression(node.expression, node, isConditional, isLast, places);
      break;
    case "ReturnStatement":
      if (node.argument != null) visitExpression(node.argument, undefined, isConditional, false, places);
      break;
    case "TryStatement":
      visit(node.block, isConditional, false, places);
      if (node.handler != null) visit(node.handler.body, true, false, places);
      break;
    default:
      forEachChild(node, (child) => {
        if (!isFunction(child)) visit(child, isConditional || node.type === "SwitchCase", false, places);
      });
      if (node.type === "CallExpression") places.set(node, { statement: undefined, isConditional, isLast: false });
  }
}

function visitExpression(
  node: AnyNode,
  statement: AnyNode | undefined,
  isConditional: boolean,
  isLast: boolean,
  places: Map<AnyNode, Place>,
): void {
  if (isFunction(node)) return;
  if (node.type === "CallExpression") places.set(node, { statement, isConditional, isLast });
  let isFirst = true;
  const mayNot = node.type === "ConditionalExpression" || node.type === "LogicalExpression";
  forEachChild(node, (child) => {
    visitExpression(child, undefined, isConditional || (mayNot && !isFirst), false, places);
    isFirst = false;
  });
}
