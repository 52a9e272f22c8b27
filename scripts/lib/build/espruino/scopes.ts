import type { AnyNode, Function as FunctionNode, Node, Program, VariableDeclaration } from "acorn";
import { full, make, recursive, simple } from "acorn-walk";

type Report = (node: Node, name: string) => void;

/** Callbacks of these methods have run by the time the method returns. */
const CALLS_AT_ONCE = new Set("every filter find findIndex forEach map reduce some sort".split(" "));

/** Walks what runs at once: not what stands inside functions. */
const withoutFunctions = make({ Function: () => undefined });

/** All names that are declared in a node, however deep. */
export function declaredNames(node: Node): Set<string> {
  const names = new Set<string>();
  full(node, (found, _state, type) => {
    const inner = found as AnyNode;
    if (type === "VariablePattern" && inner.type === "Identifier") names.add(inner.name);
    if (inner.type === "ImportDeclaration") inner.specifiers.forEach(({ local }) => names.add(local.name));
  });
  return names;
}

/**
 * Finds functions that are used before the interpreter has come to their definition, which it does not look for in advance:
 * directly, or by calling a function of the same block that uses them.
 */
export function findEarlyUses(program: Program, found: Report): void {
  full(program, (node) => {
    const block = node as AnyNode;
    if (block.type === "Program" || block.type === "BlockStatement") findEarlyUsesIn(block.body, found);
  });
}

function findEarlyUsesIn(body: readonly AnyNode[], found: Report): void {
  const functions = new Map<string, FunctionNode>();
  for (const statement of body) {
    if (statement.type === "FunctionDeclaration" && statement.id !== null) functions.set(statement.id.name, statement);
  }
  for (const statement of functions.size > 0 ? body : []) {
    const entered = new Set<Node>();
    const run = (node: Node, hidden: ReadonlySet<string>): void => {
      const enter = (callee: FunctionNode): void => {
        if (entered.has(callee)) return;
        entered.add(callee);
        run(callee.body, new Set([...hidden, ...declaredNames(callee)]));
      };
      simple(
        node,
        {
          Identifier(use) {
            const { name } = use;
            const definition = hidden.has(name) ? undefined : functions.get(name);
            if (definition !== undefined && definition.start > statement.start) found(use, name);
          },
          CallExpression({ callee }) {
            if (callee.type === "FunctionExpression" || callee.type === "ArrowFunctionExpression") enter(callee);
            if (callee.type !== "Identifier" || hidden.has(callee.name)) return;
            const definition = functions.get(callee.name);
            if (definition !== undefined) enter(definition);
          },
        },
        withoutFunctions,
      );
    };
    if (statement.type !== "FunctionDeclaration") run(statement, new Set());
  }
}

/**
 * Finds functions made in a loop that use a variable of the loop's head: the interpreter has one for all rounds, so they all
 * see the last value. (What is declared in the loop's body is new in each round there too.)
 */
export function findSharedLoopVariables(program: Program, found: Report): void {
  full(program, (node) => {
    const loop = node as AnyNode;
    const names = headNames(loop);
    if (names.size > 0) findCaptures(loop, names, found);
  });
}

function headNames(loop: AnyNode): Set<string> {
  if (loop.type === "ForOfStatement" || loop.type === "ForInStatement") {
    return isPerRound(loop.left) ? declaredNames(loop.left) : new Set();
  }
  if (loop.type !== "ForStatement" || !isPerRound(loop.init)) return new Set();
  const assigned = new Set<string>();
  const assign = (target: AnyNode): void => {
    if (target.type === "Identifier") assigned.add(target.name);
  };
  simple(loop, {
    AssignmentExpression: ({ left }) => assign(left),
    UpdateExpression: ({ argument }) => assign(argument),
  });
  return new Set([...declaredNames(loop.init)].filter((name) => assigned.has(name)));
}

function isPerRound(head: AnyNode | null | undefined): head is VariableDeclaration {
  return head?.type === "VariableDeclaration" && head.kind !== "var";
}

function findCaptures(loop: AnyNode, names: ReadonlySet<string>, found: Report): void {
  recursive(loop, undefined, {
    CallExpression({ callee, arguments: args }, state, visit) {
      const isAtOnce =
        callee.type === "MemberExpression" &&
        callee.property.type === "Identifier" &&
        CALLS_AT_ONCE.has(callee.property.name);
      visit(isFunction(callee) ? callee.body : callee, state);
      for (const arg of args) visit(isAtOnce && isFunction(arg) ? arg.body : arg, state);
    },
    Function(closure) {
      const own = declaredNames(closure);
      simple(closure, {
        Identifier(use) {
          if (names.has(use.name) && !own.has(use.name)) found(use, use.name);
        },
      });
    },
  });
}

function isFunction(node: AnyNode): node is AnyNode & FunctionNode {
  return node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";
}
