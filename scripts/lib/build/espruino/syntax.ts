import type { AnyNode, Literal } from "acorn";
import { FINAL_CLASSES, MISSING_PATTERNS } from "./gaps";

/** Initialisers of which it does not matter that they run once, when the class is defined, and not for each instance. */
const CONSTANTS = new Set(
  "Literal TemplateLiteral UnaryExpression FunctionExpression ArrowFunctionExpression".split(" "),
);

/** Names what Espruino has no syntax for, or reads differently, in a node; undefined where there is nothing. */
export function syntaxGap(node: AnyNode, ancestors: readonly AnyNode[]): string | undefined {
  switch (node.type) {
    case "ObjectPattern":
    case "ArrayPattern":
      return "destructuring";
    case "AssignmentPattern":
      return "default parameters";
    case "RestElement":
      return "rest parameters";
    case "SpreadElement":
      return "spread";
    case "Property":
      return node.computed ? "computed keys" : undefined;
    case "MethodDefinition":
    case "PropertyDefinition":
      return memberGap(node);
    case "StaticBlock":
      return "static blocks";
    case "ThisExpression":
      return isUnboundThis(ancestors) ? '"this" in a class field initialiser' : undefined;
    case "ChainExpression":
      return "?. (optional chaining)";
    case "BinaryExpression":
      if (node.operator === "in" && isInForHead(node, ancestors)) return "in operator in the head of a for";
      return node.operator === "**" ? "** operator" : undefined;
    case "AssignmentExpression":
      return ["**=", "??=", "||=", "&&="].includes(node.operator) ? `${node.operator} operator` : undefined;
    case "DoWhileStatement":
      return node.body.type === "EmptyStatement" ? "do without a body" : undefined;
    case "DebuggerStatement":
      return "way on from a debugger statement";
    case "LabeledStatement":
      return "labels";
    case "WithStatement":
      return "with statement";
    case "AwaitExpression":
      return "await";
    case "MetaProperty":
      return `${node.meta.name}.${node.property.name}`;
    case "ImportExpression":
      return "import()";
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return node.async ? "async functions" : node.generator ? "generators" : undefined;
    case "TaggedTemplateExpression":
      return "tagged templates";
    case "SwitchStatement": {
      const at = node.cases.findIndex(({ test }) => test === null || test === undefined);
      return at >= 0 && at < node.cases.length - 1 ? "case after default" : undefined;
    }
    case "ClassDeclaration":
    case "ClassExpression":
      return node.superClass?.type === "Identifier" && FINAL_CLASSES.has(node.superClass.name)
        ? `working "extends ${node.superClass.name}"`
        : undefined;
    case "Literal":
      return literalGap(node);
    case "TemplateElement":
      return stringGap(node.value.raw);
    default:
      return undefined;
  }
}

/**
 * Whether the interpreter would take the statement on the next line for the value of a `return`: it looks for one across the
 * line break.
 */
export function returnsNextLine(node: AnyNode, code: string): boolean {
  return (
    node.type === "ReturnStatement" &&
    (node.argument === null || node.argument === undefined) &&
    code[node.end - 1] !== ";" &&
    /^\s*[^\s;}]/.test(code.slice(node.end, node.end + 200))
  );
}

/** Names what the interpreter does not understand in a regular expression. */
export function patternGap(pattern: string): string | undefined {
  const bare = pattern.replace(/\\[^\w]/g, "_").replace(/\[[^\]]*\]/g, "[]");
  const found = MISSING_PATTERNS.find(([, seen]) => seen.test(bare));
  return found === undefined ? undefined : `${found[0]} in regular expressions`;
}

function memberGap(node: AnyNode & { type: "MethodDefinition" | "PropertyDefinition" }): string | undefined {
  if (node.key.type === "PrivateIdentifier") return "#private members";
  if (node.computed) return "computed keys";
  if (node.type === "MethodDefinition") return undefined;
  if (node.value === null || node.value === undefined) return "class fields without initialiser";
  return node.static || CONSTANTS.has(node.value.type) ? undefined : "field initialiser that runs for each instance";
}

function isInForHead(node: AnyNode, ancestors: readonly AnyNode[]): boolean {
  return ancestors.some(
    (at) => at.type === "ForStatement" && at.init !== null && at.init !== undefined && isWithin(node, at.init),
  );
}

function isWithin({ start, end }: AnyNode, outer: AnyNode): boolean {
  return outer.start <= start && end <= outer.end;
}

/** Where an instance's initialiser uses `this` directly, that it runs only once is what is reported. */
function isUnboundThis(ancestors: readonly AnyNode[]): boolean {
  const at = ancestors.findLastIndex(({ type }) => /^(Function\w+|PropertyDefinition|StaticBlock)$/.test(type));
  const owner = ancestors[at];
  if (owner?.type !== "PropertyDefinition") return false;
  return owner.static || ancestors.slice(at).some(({ type }) => type === "ArrowFunctionExpression");
}

function literalGap({ raw, bigint, regex, value }: Literal): string | undefined {
  if (typeof bigint === "string") return "BigInt";
  if (regex !== null && regex !== undefined) {
    return /[^gimuy]/.test(regex.flags) ? `flag in /${regex.flags}` : patternGap(regex.pattern);
  }
  return typeof value === "string" ? stringGap(raw ?? "") : undefined;
}

function stringGap(raw: string): string | undefined {
  const bare = raw.replace(/\\\\/g, "__");
  if (/\\u\{/.test(bare)) return '"\\u{…}" escapes';
  return /\\\r?\n/.test(bare) ? "line continuation in strings" : undefined;
}
