import type { VariableDeclaration } from "acorn";
import type { Hot } from "./hot";
import { forEachChild, identifier, isCallOf, isFunction, isVariable, nothing, rewrite } from "./tree";
import type { AnyNode, FunctionNode, Program } from "./tree";
import type { Names } from "./unique-names";
import type { Variables } from "./variables";

/**
 * Gives what the engine calls often a few variables of the program for its own ones: to make and to throw away a block's variable
 * takes longer than to write to one that is there. The engine calls one such function after the other, and never in the middle of
 * one, so they share them.
 */
export function shareScratch(program: Program, variables: Variables, names: Names, hot: Hot): void {
  const scratch = new Scratch(names);
  for (const variable of variables) {
    const target = variable.init;
    if (!isFunction(target) || !hot.isRoot(target) || !hot.isFrequent(target)) continue;
    // What the program calls as well may run while another such function does.
    if (variable.uses.some(({ node, parent }) => isCallOf(parent, node))) continue;
    if (target.body.type === "BlockStatement") scratch.take(target.body, target, variables, 0);
  }
  scratch.finish(program);
}

class Scratch {
  /** By how many are in use around a place. */
  readonly #shared: string[] = [];
  readonly #declarations = new Map<AnyNode, string>();
  /** Of a function's own variables, which of the shared ones each is. */
  readonly #renamed = new Map<string, string>();

  constructor(readonly names: Names) {}

  /** @param inUse How many are in use around this */
  take(node: AnyNode, owner: FunctionNode, variables: Variables, inUse: number): void {
    let free = inUse;
    forEachChild(node, (child) => {
      if (isFunction(child)) return;
      const variable = node.type === "BlockStatement" ? variables.get(declaredBy(child) ?? "") : undefined;
      // Its first value is made before it is there.
      this.take(child, owner, variables, free);
      if (variable === undefined || !variable.uses.every((use) => use.owner === owner)) return;
      const shared = (this.#shared[free++] ??= this.names.take("scratch"));
      this.#declarations.set(child, shared);
      this.#renamed.set(variable.name, shared);
    });
  }

  finish(program: Program): void {
    rewrite(program, (node, parent) => {
      const declared = this.#declarations.get(node);
      if (declared !== undefined) return assignment(node as VariableDeclaration, declared);
      const shared = isVariable(node, parent) ? this.#renamed.get(node.name) : undefined;
      return shared === undefined ? undefined : identifier(shared, node);
    });
    program.body.unshift(...this.#shared.map((name) => declaration(name, program)));
  }
}

/** The name that a statement declares and nothing else. */
function declaredBy(statement: AnyNode): string | undefined {
  if (statement.type !== "VariableDeclaration" || statement.declarations.length > 1) return undefined;
  const [only] = statement.declarations;
  return only?.id.type === "Identifier" ? only.id.name : undefined;
}

function assignment(statement: VariableDeclaration, name: string): AnyNode {
  const place = { start: statement.start, end: statement.end, loc: statement.loc };
  const right = statement.declarations[0]?.init ?? nothing(statement);
  const left = identifier(name, statement);
  const expression = { type: "AssignmentExpression" as const, operator: "=" as const, left, right, ...place };
  return { type: "ExpressionStatement", expression, ...place };
}

function declaration(name: string, program: Program): VariableDeclaration {
  const place = { start: program.start, end: program.start, loc: program.loc };
  const declarations = [{ type: "VariableDeclarator" as const, id: identifier(name, program), init: null, ...place }];
  return { type: "VariableDeclaration", kind: "let", declarations, ...place };
}
