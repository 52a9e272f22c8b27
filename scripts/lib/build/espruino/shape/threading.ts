import type { BinaryExpression, Expression, IfStatement } from "acorn";
import { truthOf } from "./fold";
import { rewrite, type AnyNode, type Program } from "./tree";
import type { Variables } from "./variables";

/**
 * Goes straight to what follows where one way to a condition tells how it ends (jump threading):
 * `if ((ready ? (write(), 0) : wait()) >= 2) lose()` becomes `if (ready) write(); else if (wait() >= 2) lose()`.
 */
export function threadConditions(program: Program, { valueOf }: Variables): boolean {
  let isChanged = false;
  rewrite(program, (node) => {
    if (node.type !== "IfStatement" || node.alternate != null || node.test.type !== "BinaryExpression")
      return undefined;
    const { left } = node.test;
    if (left.type !== "ConditionalExpression" || left.consequent.type !== "SequenceExpression") return undefined;
    const { expressions } = left.consequent;
    const isMet = truthOf(comparing(node.test, expressions.at(-1)!), valueOf);
    if (isMet !== false) return undefined;
    isChanged = true;
    const others = expressions.slice(0, -1);
    const only = others.length === 1 ? others[0] : { ...left.consequent, expressions: others };
    const place = { start: node.start, end: node.end, loc: node.loc };
    const alternate: IfStatement = { ...node, test: comparing(node.test, left.alternate) };
    return {
      ...node,
      test: left.test,
      consequent: {
        type: "BlockStatement",
        body: [{ type: "ExpressionStatement", expression: only, ...place }],
        ...place,
      },
      alternate,
    } as AnyNode;
  });
  return isChanged;
}

function comparing(test: BinaryExpression, left: Expression): BinaryExpression {
  return { ...test, left };
}
