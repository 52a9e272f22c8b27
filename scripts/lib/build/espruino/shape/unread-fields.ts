import type { PointsTo } from "./points-to";
import { isTarget } from "./variables";
import { propertyOf, rewrite, walk, type AnyNode, type Program } from "./tree";
import { isPure } from "./unused";

/** Takes away fields of the program's own records that nothing reads. */
export function removeUnreadFields(program: Program, things: PointsTo): boolean {
  const read = new Set<string>();
  walk(program, (node, parent) => {
    const property = propertyOf(node);
    const isWritten = parent?.type === "AssignmentExpression" && parent.operator === "=" && isTarget(node, parent);
    if (property !== undefined && !isWritten) read.add(property);
  });
  let isChanged = false;
  rewrite(program, (node, parent) => {
    if (node.type === "ObjectExpression" && !things.isEscaped(node)) {
      const properties = node.properties.filter(
        (each) =>
          each.type !== "Property" ||
          each.computed ||
          each.key.type !== "Identifier" ||
          read.has(each.key.name) ||
          !isPure(each.value),
      );
      if (properties.length < node.properties.length) {
        isChanged = true;
        return { ...node, properties };
      }
    }
    if (node.type !== "ExpressionStatement" || node.expression.type !== "AssignmentExpression") return undefined;
    const { left, right, operator } = node.expression;
    const property = propertyOf(left);
    if (operator !== "=" || property === undefined || read.has(property) || left.type !== "MemberExpression") {
      return undefined;
    }
    if (!isPure(left.object) || !isOwn(left.object, things) || parent.type !== "BlockStatement") return undefined;
    isChanged = true;
    return isPure(right) ? [] : { ...node, expression: right };
  });
  return isChanged;
}

/** Whether a record is the program's, and the engine never sees it. */
function isOwn(object: AnyNode, things: PointsTo): boolean {
  const sites = things.all(object);
  return sites !== undefined && sites.every((site) => !things.isEscaped(site));
}
