import type { AnyNode, CallExpression, MemberExpression } from "acorn";
import { MISSING_GLOBALS, MISSING_METHODS, MISSING_PROPERTIES, MISSING_STATICS } from "./gaps";
import { patternGap } from "./syntax";

/**
 * Names the built-in thing a node uses that Espruino lacks; undefined where there is nothing.
 * @param ours names the program itself declares: they hide a global's
 */
export function builtInGap(node: AnyNode, parent: AnyNode | undefined, ours: ReadonlySet<string>): string | undefined {
  switch (node.type) {
    case "Identifier":
      // In a loop's head alone it is no name.
      if (node.name === "of" && ours.has("of") && !isProperty(node, parent)) return 'variable called "of"';
      return MISSING_GLOBALS.has(node.name) && !ours.has(node.name) ? node.name : undefined;
    case "MemberExpression":
      return memberGap(node, parent);
    case "CallExpression":
    case "NewExpression":
      return regExpGap(node) ?? (node.type === "CallExpression" ? callGap(node) : undefined);
    case "AssignmentExpression":
      return setsLength(node.left) ? "assignable length of arrays" : undefined;
    case "UpdateExpression":
      return setsLength(node.argument) ? "assignable length of arrays" : undefined;
    default:
      return undefined;
  }
}

function isProperty(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "MemberExpression") return !parent.computed && parent.property === node;
  return parent?.type === "Property" && !parent.computed && parent.key === node && parent.value !== node;
}

function memberGap(node: MemberExpression, parent: AnyNode | undefined): string | undefined {
  const name = memberName(node);
  if (name === undefined) return undefined;
  if (node.object.type === "Identifier") {
    const { name: object } = node.object;
    if ((object === "globalThis" || object === "global") && MISSING_GLOBALS.has(name)) return name;
    const missing = MISSING_STATICS.get(object);
    if (missing !== undefined) return missing.has(name) ? `${object}.${name}` : undefined;
  }
  if (MISSING_PROPERTIES.has(name)) return `.${name}`;
  const isCalled = parent?.type === "CallExpression" && parent.callee === node;
  // A text is searched for something; without that it is the search of a 1-wire bus, which is there.
  const isBusSearch = name === "search" && isCalled && parent.arguments.length === 0;
  return isCalled && MISSING_METHODS.has(name) && !isBusSearch ? `method .${name}()` : undefined;
}

function callGap({ callee, arguments: [first, second] }: CallExpression): string | undefined {
  if (callee.type !== "MemberExpression" || second === undefined) return undefined;
  const name = memberName(callee);
  if (callee.object.type === "Identifier" && callee.object.name === "JSON" && !isNothing(second)) {
    return name === "parse" ? "JSON.parse reviver" : name === "stringify" ? "JSON.stringify replacer" : undefined;
  }
  if (name === "replaceAll" || (name === "replace" && !isRegExp(first))) {
    return isFunction(second) ? `${name}() of a text with a function` : undefined;
  }
  return undefined;
}

function regExpGap(node: AnyNode): string | undefined {
  if (!isRegExp(node) || (node.type !== "NewExpression" && node.type !== "CallExpression")) return undefined;
  const [pattern] = node.arguments;
  return pattern?.type === "Literal" && typeof pattern.value === "string" ? patternGap(pattern.value) : undefined;
}

/** The name of a property that is written out, as in `o.name` and `o["name"]`. */
function memberName({ computed, property }: MemberExpression): string | undefined {
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : undefined;
}

/** Sets the length of something that may be an array; an instance's own `this.length` is an ordinary property. */
function setsLength(target: AnyNode): boolean {
  return (
    target.type === "MemberExpression" && memberName(target) === "length" && target.object.type !== "ThisExpression"
  );
}

function isNothing(node: AnyNode): boolean {
  return (
    (node.type === "Literal" && node.value === null && node.raw === "null") ||
    (node.type === "Identifier" && node.name === "undefined") ||
    (node.type === "UnaryExpression" && node.operator === "void")
  );
}

function isFunction({ type }: AnyNode): boolean {
  return type === "FunctionExpression" || type === "ArrowFunctionExpression";
}

function isRegExp(node: AnyNode): boolean {
  if (node.type === "Literal") return node.regex !== null && node.regex !== undefined;
  if (node.type !== "NewExpression" && node.type !== "CallExpression") return false;
  return node.callee.type === "Identifier" && node.callee.name === "RegExp";
}
