import type { IfStatement } from "acorn";
import { hasReturn } from "./straight";
import { forEachChild, isFunction, type AnyNode, type FunctionNode } from "./tree";

/** Where a call stands in the function that makes it. */
export interface Place {
  /** The statement that the call is; undefined where it is a part of one. */
  statement: AnyNode | undefined;
  /** A guess at how often the call is made where the function runs: 0 … 1. */
  chance: number;
  /** Whether nothing comes after it, so that to return from what is called is to return from here. */
  isLast: boolean;
}

/** How often what stands under a condition may run. */
export const SELDOM = 0.2;
/** The same where there is something else to be done otherwise: the firmware says first what is usual. */
export const USUAL = 0.8;

/**
 * All calls that a function makes itself, and where they stand.
 * @param guard A condition under which all of it stands, and which is usually met
 */
export function placesIn(target: FunctionNode, guard: IfStatement | undefined): Map<AnyNode, Place> {
  const places = new Map<AnyNode, Place>();
  if (guard !== undefined) {
    visitExpression(guard.test, undefined, 1, false, places);
    visit(guard.consequent, 1, true, places);
  } else if (target.body.type === "BlockStatement") visitList(target.body.body, 1, true, places);
  else visitExpression(target.body, undefined, 1, false, places);
  return places;
}

/** The one condition under which all of a function stands: in what the engine calls, it is there for what never happens. */
export function guardOf({ body }: FunctionNode): IfStatement | undefined {
  const [only, ...others] = body.type === "BlockStatement" ? body.body : [];
  return others.length === 0 && only?.type === "IfStatement" && only.alternate == null ? only : undefined;
}

/** @param isLast whether nothing comes after the list */
function visitList(statements: readonly AnyNode[], chance: number, isLast: boolean, places: Map<AnyNode, Place>): void {
  let mayHaveReturned = false;
  statements.forEach((statement, at) => {
    visit(statement, mayHaveReturned ? chance * SELDOM : chance, isLast && at === statements.length - 1, places);
    if (hasReturn(statement)) mayHaveReturned = true;
  });
}

function visit(node: AnyNode, chance: number, isLast: boolean, places: Map<AnyNode, Place>): void {
  switch (node.type) {
    case "BlockStatement":
      visitList(node.body, chance, isLast, places);
      break;
    case "IfStatement":
      visitExpression(node.test, undefined, chance, false, places);
      visit(node.consequent, chance * (node.alternate == null ? SELDOM : USUAL), isLast, places);
      if (node.alternate != null) visit(node.alternate, chance * SELDOM, isLast, places);
      break;
    case "ExpressionStatement":
      visitExpression(node.expression, node, chance, isLast, places);
      break;
    case "ReturnStatement":
      if (node.argument != null) visitExpression(node.argument, undefined, chance, false, places);
      break;
    case "TryStatement":
      visit(node.block, chance, false, places);
      if (node.handler != null) visit(node.handler.body, chance * SELDOM, false, places);
      break;
    default:
      forEachChild(node, (child) => {
        if (!isFunction(child)) visit(child, node.type === "SwitchCase" ? chance * SELDOM : chance, false, places);
      });
      if (node.type === "CallExpression") places.set(node, { statement: undefined, chance, isLast: false });
  }
}

function visitExpression(
  node: AnyNode,
  statement: AnyNode | undefined,
  chance: number,
  isLast: boolean,
  places: Map<AnyNode, Place>,
): void {
  if (isFunction(node)) return;
  if (node.type === "CallExpression") places.set(node, { statement, chance, isLast });
  let isFirst = true;
  const mayNot = node.type === "ConditionalExpression" || node.type === "LogicalExpression";
  forEachChild(node, (child) => {
    visitExpression(child, undefined, mayNot && !isFirst ? chance * SELDOM : chance, false, places);
    isFirst = false;
  });
}
