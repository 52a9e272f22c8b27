import type { VariableDeclaration } from "acorn";
import type { Hot } from "./hot";
import { replaceChildren, identifier, isFunction, propertyOf, type AnyNode, type Program } from "./tree";
import type { Names } from "./unique-names";
import type { Variables } from "./variables";

/** Functions of the engine that may be called by another name: they need no `this`. */
const FREE = new Set(["getTime", "analogRead", "digitalRead", "digitalWrite", "setTimeout"]);
const FREE_OF_MATH = new Set(["floor", "ceil", "min", "max", "pow", "round"]);

/**
 * Gives the engine's functions that are called often a name of the program's own: the interpreter looks for theirs only after all
 * of those.
 */
export function nameEngineFunctions(program: Program, variables: Variables, names: Names, hot: Hot): void {
  const given = new Map<string, { name: string; value: AnyNode }>();
  const look = (node: AnyNode, isOften: boolean): void => {
    replaceChildren(node, (child) => {
      if (isFunction(child)) {
        look(child, hot.isFrequent(child));
        return undefined;
      }
      const key =
        isOften && node.type === "CallExpression" && node.callee === child ? keyOf(child, variables) : undefined;
      if (key === undefined) {
        look(child, isOften);
        return undefined;
      }
      const known = given.get(key) ?? { name: names.take(key.replace("Math.", "")), value: child };
      given.set(key, known);
      return identifier(known.name, child);
    });
  };
  look(program, false);
  const declarations = [...given.values()].map(({ name, value }): VariableDeclaration => {
    const place = { start: value.start, end: value.end, loc: value.loc };
    const declarator = { type: "VariableDeclarator", id: identifier(name, value), init: value, ...place };
    return { type: "VariableDeclaration", kind: "const", declarations: [declarator], ...place } as VariableDeclaration;
  });
  program.body.unshift(...declarations);
}

function keyOf(callee: AnyNode, variables: Variables): string | undefined {
  if (callee.type === "Identifier") {
    return FREE.has(callee.name) && variables.get(callee.name) === undefined ? callee.name : undefined;
  }
  const property = propertyOf(callee);
  const isMath =
    callee.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "Math";
  return isMath && property !== undefined && FREE_OF_MATH.has(property) ? `Math.${property}` : undefined;
}
