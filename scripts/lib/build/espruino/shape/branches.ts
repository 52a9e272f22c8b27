import type { BinaryExpression, IfStatement } from "acorn";
import { rewrite, type AnyNode, type Program } from "./tree";
import type { Variables } from "./variables";

/**
 * Makes one statement of two in a row of which the one asks whether there is a number and the other whether there is none. That there
 * is one comes first, being usual: an interpreter of source text then leaves by the shorter way.
 */
export function joinBranches(program: Program, variables: Variables): boolean {
  let isChanged = false;
  rewrite(program, (node) => {
    if (node.type !== "BlockStatement") return undefined;
    const body: AnyNode[] = [];
    for (const statement of node.body) {
      const before = body.at(-1);
      if (isOpposite(before, statement, variables)) {
        body[body.length - 1] = joined(before as IfStatement, statement as IfStatement);
        isChanged = true;
      } else {
        body.push(statement);
      }
    }
    return body.length === node.body.length ? undefined : ({ ...node, body } as AnyNode);
  });
  return isChanged;
}

function joined(missing: IfStatement, present: IfStatement): IfStatement {
  const test = { ...(missing.test as BinaryExpression), operator: "===" as const };
  return { ...missing, test, consequent: present.consequent, alternate: missing.consequent };
}

function isOpposite(a: AnyNode | undefined, b: AnyNode, variables: Variables): boolean {
  if (a?.type !== "IfStatement" || b.type !== "IfStatement" || a.alternate != null || b.alternate != null) return false;
  const asked = comparedWithItself(a.test, "!==");
  const denied = b.test.type === "UnaryExpression" && b.test.operator === "!" ? b.test.argument : undefined;
  if (asked === undefined || denied === undefined || comparedWithItself(denied, "!==") !== asked) return false;
  return variables.get(asked)?.writes === 0 && variables.get(asked)?.isGlobal === false;
}

function comparedWithItself(node: AnyNode, operator: string): string | undefined {
  if (node.type !== "BinaryExpression" || node.operator !== operator) return undefined;
  const { left, right } = node;
  return left.type === "Identifier" && right.type === "Identifier" && left.name === right.name ? left.name : undefined;
}
