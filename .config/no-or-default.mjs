/**
 * Reports `||` where it picks a value: `options.clean || true` can never be false, and `k || 60` gives 60 for 0. `||` may
 * join conditions: inside a test (`if`, `while`, `?:`, `!`, …) or between operands that are plainly true or false.
 */

const COMPARISONS = new Set(["==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "instanceof"]);
const PREDICATE =
  /^(is|has|can|should|was|does|starts|ends|includes|test|every|some|equals)([A-Z]|$)|^(startsWith|endsWith)$/;
const DEFAULTS = new Set([
  "Literal",
  "TemplateLiteral",
  "ObjectExpression",
  "ArrayExpression",
  "NewExpression",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ClassExpression",
]);

function nameOf(node) {
  if (node.type === "MemberExpression" && !node.computed) return node.property.name;
  return node.type === "Identifier" ? node.name : "";
}

function isPlainlyBoolean(node) {
  switch (node.type) {
    case "BinaryExpression":
      return COMPARISONS.has(node.operator);
    case "UnaryExpression":
      return node.operator === "!";
    case "LogicalExpression":
      return node.operator !== "??" && isPlainlyBoolean(node.right);
    case "ChainExpression":
      return isPlainlyBoolean(node.expression);
    case "CallExpression":
      return PREDICATE.test(nameOf(node.callee)) || nameOf(node.callee) === "Boolean";
    default:
      return PREDICATE.test(nameOf(node));
  }
}

/** Whether only the truth of the expression matters where it stands. */
function isTested(node) {
  const parent = node.parent;
  switch (parent.type) {
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
      return parent.test === node;
    case "ConditionalExpression":
      return parent.test === node || isTested(parent);
    case "UnaryExpression":
      return parent.operator === "!";
    case "LogicalExpression":
      return (parent.left === node && parent.operator === "&&") || (parent.operator !== "??" && isTested(parent));
    case "CallExpression":
      return nameOf(parent.callee) === "Boolean";
    default:
      return false;
  }
}

/** `a.line - b.line || a.column - b.column`: 0 means "equal so far", and the next key decides. */
function isOrdering(node) {
  if (node.type === "LogicalExpression")
    return node.operator === "||" && isOrdering(node.left) && isOrdering(node.right);
  return node.type === "BinaryExpression" && node.operator === "-";
}

export const noOrDefault = {
  meta: {
    type: "problem",
    schema: [],
    messages: { value: '`||` picks its right side for 0, false and "" too: use `??` or an explicit test.' },
  },
  create(context) {
    return {
      LogicalExpression(node) {
        if (node.operator !== "||" || node.parent.type === "ExpressionStatement" || isTested(node) || isOrdering(node))
          return;
        const condition = isPlainlyBoolean(node.right) || isPlainlyBoolean(node.left);
        if (DEFAULTS.has(node.right.type) || !condition) context.report({ node, messageId: "value" });
      },
    };
  },
};
