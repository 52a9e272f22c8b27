import { copy, isVariable, rewrite, type AnyNode, type Program } from "./tree";
import { isFixed, type Variable, type Variables } from "./variables";

/** Puts what a variable stands for in its place, where that is a constant or the name of something that is made once. */
export function replaceAliases(program: Program, variables: Variables): boolean {
  const values = new Map<string, AnyNode>();
  for (const variable of variables) {
    const { name, init } = variable;
    if (!isFixed(variable) || init === undefined) continue;
    if (variables.isConstant(init) || isLocalAlias(variable, variables)) values.set(name, init);
  }
  if (values.size === 0) return false;
  substitute(program, values);
  return true;
}

/** Whether a function's own variable is another name for one that keeps its value as well. */
function isLocalAlias({ isGlobal, init, uses }: Variable, variables: Variables): boolean {
  const other = variables.of(init);
  if (isGlobal || other === undefined || other.isGlobal || other.writes > 0) return false;
  const made = other.uses.find(({ node }) => node === init);
  // A closure in a loop needs it: the interpreter has one variable for what is another one in each round.
  return !other.isOfRound || uses.every(({ owner }) => owner === made?.owner);
}

/** Puts expressions in the place of variables, whose declarations go. */
export function substitute(node: AnyNode, values: ReadonlyMap<string, AnyNode>): void {
  rewrite(node, (each, parent) => {
    if (each.type === "VariableDeclaration") {
      const kept = each.declarations.filter(({ id }) => id.type !== "Identifier" || !values.has(id.name));
      if (kept.length === each.declarations.length) return undefined;
      return kept.length === 0 ? [] : { ...each, declarations: kept };
    }
    if (!isVariable(each, parent)) return undefined;
    if (parent.type === "VariableDeclarator" && parent.id === each) return undefined;
    return valueFor(each.name, values);
  });
}

function valueFor(name: string, values: ReadonlyMap<string, AnyNode>): AnyNode | undefined {
  let value = values.get(name);
  while (value?.type === "Identifier" && values.has(value.name)) value = values.get(value.name);
  return value === undefined ? undefined : copy(value);
}
