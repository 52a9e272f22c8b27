import type { BinaryExpression, CallExpression } from "acorn";
import { isFunction, isNothing, nothing, propertyOf, rewrite, type AnyNode, type Program } from "./tree";

/** What a name always holds; undefined where that is not known. */
export type ValueOf = (node: AnyNode) => AnyNode | undefined;

/** What is known of an expression's value. */
export type Known = { value: string | number | boolean | undefined | null } | "something";

/** What is known of an expression; "something": an object or a function, whichever. */
export function known(node: AnyNode, valueOf: ValueOf): Known | undefined {
  if (node.type === "Literal" && node.regex == null && typeof node.value !== "bigint") {
    return { value: node.value as string | number | boolean | null };
  }
  if (isNothing(node)) return { value: undefined };
  if (isFunction(node)) return "something";
  if (node.type === "UnaryExpression" && node.operator === "!") {
    const truth = truthOf(node.argument, valueOf);
    return truth === undefined ? undefined : { value: !truth };
  }
  if (node.type === "BinaryExpression") return operation(node.left, node.operator, node.right, valueOf);
  if (node.type === "CallExpression") return mathCall(node, valueOf);
  if (node.type === "MemberExpression" && propertyOf(node) === "length") {
    const text = known(node.object, valueOf);
    return typeof text === "object" && typeof text.value === "string" ? { value: text.value.length } : undefined;
  }
  if (node.type === "LogicalExpression" && node.operator !== "??") {
    const left = truthOf(node.left, valueOf);
    if (left === undefined) return undefined;
    return left === (node.operator === "&&") ? known(node.right, valueOf) : known(node.left, valueOf);
  }
  const value = valueOf(node);
  if (value === undefined) return undefined;
  return value.type === "ObjectExpression" || value.type === "ArrayExpression" ? "something" : known(value, valueOf);
}

const COMPUTED: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
};

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  pow: Math.pow,
  max: Math.max,
  min: Math.min,
  ceil: Math.ceil,
  floor: Math.floor,
};

function operation(left: AnyNode, operator: string, right: AnyNode, valueOf: ValueOf): Known | undefined {
  if (operator === "===" && left.type === "Identifier" && right.type === "Identifier" && left.name === right.name) {
    const value = valueOf(left);
    return value !== undefined && isMeasured(value, valueOf) ? { value: true } : undefined;
  }
  const a = known(left, valueOf);
  const b = known(right, valueOf);
  if (a === undefined || b === undefined) return undefined;
  if (operator === "===" || operator === "!==") {
    if (a === "something" && b === "something") return undefined;
    const isSame = a !== "something" && b !== "something" && a.value === b.value;
    return { value: isSame === (operator === "===") };
  }
  if (a === "something" || b === "something") return undefined;
  if (operator === "+" && typeof a.value === "string" && typeof b.value === "string")
    return { value: a.value + b.value };
  const compute = COMPUTED[operator];
  if (compute === undefined || typeof a.value !== "number" || typeof b.value !== "number") return undefined;
  return { value: compute(a.value, b.value) };
}

/** Whether an expression is a number and never NaN: what a pin that can be read gives, and what is reckoned of it. */
function isMeasured(node: AnyNode, valueOf: ValueOf): boolean {
  if (node.type === "CallExpression") return node.callee.type === "Identifier" && node.callee.name === "analogRead";
  if (node.type === "BinaryExpression") {
    return (
      ["+", "-", "*"].includes(node.operator) && [node.left, node.right].every((each) => isMeasured(each, valueOf))
    );
  }
  const value = known(node, valueOf);
  return typeof value === "object" && typeof value.value === "number";
}

/** What one of the functions of `Math` gives for numbers that are known. */
function mathCall({ callee, arguments: args }: CallExpression, valueOf: ValueOf): Known | undefined {
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier" || callee.object.name !== "Math") {
    return undefined;
  }
  const compute = FUNCTIONS[propertyOf(callee) ?? ""];
  const values = args.map((each) => known(each, valueOf));
  if (compute === undefined) return undefined;
  const numbers = values.flatMap((each) =>
    typeof each === "object" && typeof each.value === "number" ? [each.value] : [],
  );
  return numbers.length === values.length ? { value: compute(...numbers) } : undefined;
}

/** Whether an expression is known to count as true or as false. */
export function truthOf(node: AnyNode, valueOf: ValueOf): boolean | undefined {
  const value = known(node, valueOf);
  if (value === undefined) return undefined;
  return value === "something" || Boolean(value.value);
}

/** Takes away what is never reached, where the condition is known when the program is built. */
export function foldConditions(program: Program, valueOf: ValueOf): boolean {
  let isChanged = false;
  rewrite(program, (node, parent) => {
    const by = folded(node, parent, valueOf);
    if (by !== undefined) isChanged = true;
    return by;
  });
  return isChanged;
}

function folded(node: AnyNode, parent: AnyNode, valueOf: ValueOf): AnyNode | readonly AnyNode[] | undefined {
  if (node.type === "ConditionalExpression") {
    const truth = truthOf(node.test, valueOf);
    return truth === undefined ? undefined : truth ? node.consequent : node.alternate;
  }
  if (node.type === "LogicalExpression") {
    if (node.operator === "??") {
      const left = known(node.left, valueOf);
      if (left === undefined) return undefined;
      return left !== "something" && left.value == null ? node.right : node.left;
    }
    const truth = truthOf(node.left, valueOf);
    if (truth === undefined) return undefined;
    return truth === (node.operator === "&&") ? node.right : node.left;
  }
  if (node.type === "BinaryExpression" && isZeroAdded(node)) return node.left;
  const product = node.type === "BinaryExpression" ? wholeFactors(node) : undefined;
  if (product !== undefined) return product;
  const isComputed =
    node.type === "BinaryExpression" || node.type === "CallExpression" || node.type === "MemberExpression";
  if (isComputed || (node.type === "UnaryExpression" && node.operator === "!")) {
    const value = known(node, valueOf);
    return value === undefined || value === "something" ? undefined : literal(value.value, node);
  }
  if (node.type !== "IfStatement") return undefined;
  const truth = truthOf(node.test, valueOf);
  if (truth === undefined) return undefined;
  const taken = truth ? node.consequent : node.alternate;
  if (taken == null) return parent.type === "BlockStatement" || parent.type === "Program" ? [] : emptyBlock(node);
  const isInList = parent.type === "BlockStatement" || parent.type === "Program";
  return isInList && taken.type === "BlockStatement" ? taken.body : taken;
}

/** A number to which nothing is added: what was multiplied before is one. */
function isZeroAdded({ operator, left, right }: BinaryExpression): boolean {
  const isNumber = left.type === "BinaryExpression" && left.operator === "*";
  return operator === "+" && isNumber && right.type === "Literal" && right.value === 0;
}

/** `value * 100 * 10` as `value * 1000`, which is rounded once instead of twice: of whole numbers, whose product is none but that. */
function wholeFactors({ operator, left, right }: BinaryExpression): AnyNode | undefined {
  if (operator !== "*" || left.type !== "BinaryExpression" || left.operator !== "*") return undefined;
  const [first, second] = [left.right, right].map((each) => (each.type === "Literal" ? Number(each.value) : NaN));
  const product = first! * second!;
  if (![first, second, product].every(Number.isSafeInteger)) return undefined;
  const by = literal(product, right);
  return by === undefined ? undefined : ({ ...left, right: by } as AnyNode);
}

function literal(value: Exclude<Known, string>["value"], at: AnyNode): AnyNode | undefined {
  if (value === undefined) return nothing(at);
  if (typeof value === "number" && !(value >= 0 && Number.isFinite(value))) return undefined;
  return { ...nothing(at), type: "Literal", value, raw: JSON.stringify(value) } as AnyNode;
}

function emptyBlock(at: AnyNode): AnyNode {
  return { type: "BlockStatement", body: [], start: at.start, end: at.end, loc: at.loc };
}
