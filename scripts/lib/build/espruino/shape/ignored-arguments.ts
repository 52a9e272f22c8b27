import type { CallExpression } from "acorn";
import type { PointsTo } from "./points-to";
import { forEachChild, walk, type AnyNode, type FunctionNode, type Program } from "./tree";
import { isPure } from "./unused";
import type { Variables } from "./variables";

/**
 * Takes away parameters that no function uses which is called at the same places, as a packet's handlers are, and what is handed to
 * them there; and arguments for which there is no parameter.
 */
export function removeIgnoredArguments(program: Program, variables: Variables, things: PointsTo): boolean {
  let isChanged = false;
  for (const { calls, targets, areAll } of groupsOf(program, things)) {
    if (!areAll || targets.some((each) => things.isCalledElsewhere(each) || !isPlain(each))) continue;
    const most = Math.max(...calls.map((call) => call.arguments.length), ...targets.map((each) => each.params.length));
    for (let at = most - 1; at >= 0; at--) {
      if (!targets.every((each) => isIgnored(each.params[at], variables))) continue;
      const isGiven =
        calls.some((call) => call.arguments.length > at) || targets.some((each) => each.params.length > at);
      if (!isGiven || !calls.every((call) => isPure(call.arguments[at]))) continue;
      for (const call of calls) call.arguments.splice(at, 1);
      for (const each of targets) each.params.splice(at, 1);
      isChanged = true;
    }
  }
  return isChanged;
}

interface Group {
  /** Whether nothing else is called at any of these places. */
  areAll: boolean;
  calls: CallExpression[];
  targets: FunctionNode[];
}

/** Functions that are called at the same places belong together. */
function groupsOf(program: Program, things: PointsTo): Group[] {
  const groupOf = new Map<AnyNode, Group>();
  const groups = new Set<Group>();
  walk(program, (node) => {
    if (node.type !== "CallExpression") return;
    const { functions, areAll } = things.called(node.callee);
    if (functions.length === 0) return;
    const group: Group = { calls: [node], targets: [...functions], areAll };
    for (const target of functions) {
      const other = groupOf.get(target);
      if (other === undefined || other === group) continue;
      group.calls.push(...other.calls.filter((each) => !group.calls.includes(each)));
      group.targets.push(...other.targets.filter((each) => !group.targets.includes(each)));
      group.areAll &&= other.areAll;
      groups.delete(other);
    }
    for (const target of group.targets) groupOf.set(target, group);
    groups.add(group);
  });
  return [...groups];
}

function isIgnored(parameter: AnyNode | undefined, variables: Variables): boolean {
  if (parameter === undefined) return true;
  const variable = variables.of(parameter);
  return variable !== undefined && variable.uses.length === 0 && variable.writes === 0;
}

function isPlain(target: FunctionNode): boolean {
  let isFound = false;
  forEachChild(target, (child) => {
    walk(child, (each) => {
      if (each.type === "Identifier" && each.name === "arguments") isFound = true;
    });
  });
  return !isFound;
}
