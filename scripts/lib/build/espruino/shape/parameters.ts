import type { CallExpression } from "acorn";
import { isCallOf, isFunction, nothing, type AnyNode, type FunctionNode, type Program } from "./tree";
import { substitute } from "./aliases";
import { isPure } from "./unused";
import { isFixed, type Variable, type Variables } from "./variables";

/** Puts what a function is always called with in the place of its parameter. */
export function bindParameters(program: Program, variables: Variables): boolean {
  const values = new Map<string, AnyNode>();
  let isChanged = false;
  for (const variable of variables) {
    const callee = isFixed(variable) ? variable.init : undefined;
    if (!isFunction(callee)) continue;
    const calls = callsOf(variable);
    if (calls === undefined) {
      isChanged = dropBeyond(variable, callee) || isChanged;
      continue;
    }
    isChanged = dropBeyond(variable, callee) || isChanged;
    for (let at = callee.params.length - 1; at >= 0; at--) {
      const parameter = variables.of(callee.params[at]);
      if (parameter === undefined) continue;
      const given = calls.map((call) => call.arguments[at] ?? nothing(call));
      const value = parameter.writes === 0 ? commonValue(given, parameter.name, variables) : undefined;
      const isUnused = parameter.uses.length === 0 && parameter.writes === 0 && given.every((each) => isPure(each));
      if (value === undefined && !isUnused) continue;
      if (value !== undefined) values.set(parameter.name, value);
      removeParameter(callee, calls, at);
      isChanged = true;
    }
  }
  if (values.size > 0) substitute(program, values);
  return isChanged;
}

/** Takes away arguments for which a function has no parameter. */
function dropBeyond({ uses }: Variable, callee: FunctionNode): boolean {
  let isChanged = false;
  for (const { node, parent } of uses) {
    if (!isCallOf(parent, node)) continue;
    while (parent.arguments.length > callee.params.length && isPure(parent.arguments.at(-1))) {
      parent.arguments.pop();
      isChanged = true;
    }
  }
  return isChanged;
}

/** All calls of a function; undefined where it is used in another way as well. */
function callsOf({ uses }: Variable): CallExpression[] | undefined {
  const calls: CallExpression[] = [];
  for (const { node, parent } of uses) {
    if (!isCallOf(parent, node)) return undefined;
    calls.push(parent);
  }
  return calls;
}

function commonValue(given: readonly AnyNode[], parameter: string, variables: Variables): AnyNode | undefined {
  // A call of itself that hands the parameter on changes nothing.
  const others = given.filter((each) => each.type !== "Identifier" || each.name !== parameter);
  const [first] = others;
  if (first === undefined || !variables.isConstant(first)) return undefined;
  return others.every((each) => isSame(each, first)) ? first : undefined;
}

function isSame(a: AnyNode, b: AnyNode): boolean {
  if (a.type === "Identifier" && b.type === "Identifier") return a.name === b.name;
  if (a.type === "Literal" && b.type === "Literal") return a.raw === b.raw;
  if (a.type === "UnaryExpression" && b.type === "UnaryExpression") {
    return a.operator === b.operator && isSame(a.argument, b.argument);
  }
  return false;
}

function removeParameter(callee: FunctionNode, calls: readonly CallExpression[], at: number): void {
  callee.params.splice(at, 1);
  for (const call of calls) call.arguments.splice(at, 1);
}
