import type { ArrayExpression, CallExpression } from "acorn";
import { substitute } from "./aliases";
import { calledBefore } from "./boot-order";
import type { PointsTo } from "./points-to";
import { hasBreak } from "./straight";
import { copy, propertyOf, rewrite, walk, type AnyNode, type FunctionNode, type Program } from "./tree";
import type { Names } from "./unique-names";
import { isFixed, type Use, type Variable, type Variables } from "./variables";

/** Longer than that, the rounds of a loop are not written out. */
const MOST_NODES = 4_000;

interface List {
  variable: Variable;
  literal: ArrayExpression;
  /** The statements that add to it, at boot. */
  pushes: AnyNode[];
  /** The functions that go through it, later. */
  readers: Set<FunctionNode>;
}

/**
 * Writes out the rounds of loops over lists that are complete when the program has booted: what samples, what is due each second,
 * what a report says.
 */
export function writeOutLists(program: Program, variables: Variables, things: PointsTo, names: Names): boolean {
  for (const variable of variables) {
    const list = listOf(variable, program, variables);
    if (list === undefined || !isComplete(list, program, things)) continue;
    const elements = [...list.literal.elements, ...list.pushes.flatMap(argumentsOf)] as AnyNode[];
    if (!elements.every((each) => each !== null && variables.isConstant(each))) continue;
    if (!list.variable.uses.every((use) => isShort(use, elements.length))) continue;
    writeOut(program, list, elements, names);
    return true;
  }
  return false;
}

function listOf(variable: Variable, program: Program, variables: Variables): List | undefined {
  const { init, isGlobal, uses } = variable;
  if (!isGlobal || !isFixed(variable) || init?.type !== "ArrayExpression") return undefined;
  const pushes: AnyNode[] = [];
  const readers = new Set<FunctionNode>();
  for (const { node, parent, around, owner } of uses) {
    if (
      parent.type === "ForOfStatement" &&
      parent.right === node &&
      owner !== undefined &&
      isPlain(parent, variables)
    ) {
      readers.add(owner);
      continue;
    }
    const statement = program.body.find((each) => each.type === "ExpressionStatement" && each.expression === around);
    if (propertyOf(parent) !== "push" || statement === undefined || owner !== undefined) return undefined;
    pushes.push(statement);
  }
  return readers.size === 0 ? undefined : { variable, literal: init, pushes, readers };
}

/** Whether a loop's rounds can stand one after the other. */
function isPlain(loop: AnyNode, variables: Variables): boolean {
  if (loop.type !== "ForOfStatement" || loop.left.type !== "VariableDeclaration" || hasBreak(loop.body)) return false;
  const [{ id }] = loop.left.declarations;
  return variables.of(id)?.writes === 0;
}

/** Whether nobody goes through a list before the last entry was added. */
function isComplete({ pushes, readers }: List, program: Program, things: PointsTo): boolean {
  const last = pushes.at(-1);
  if (last === undefined) return true;
  const called = calledBefore(program, last, things);
  return [...readers].every((reader) => !called.has(reader));
}

function argumentsOf(push: AnyNode): AnyNode[] {
  return push.type === "ExpressionStatement" ? (push.expression as CallExpression).arguments : [];
}

function isShort({ parent }: Use, rounds: number): boolean {
  if (parent.type !== "ForOfStatement") return true;
  let size = 0;
  walk(parent.body, () => size++);
  return size * rounds <= MOST_NODES;
}

function writeOut(program: Program, { variable, pushes }: List, elements: readonly AnyNode[], names: Names): void {
  const gone = new Set<AnyNode>(pushes);
  rewrite(program, (node, parent) => {
    if (gone.has(node)) return [];
    if (node.type === "VariableDeclaration" && parent.type === "Program") {
      const [{ id }] = node.declarations;
      return node.declarations.length === 1 && id.type === "Identifier" && id.name === variable.name ? [] : undefined;
    }
    if (node.type !== "ForOfStatement" || node.right.type !== "Identifier" || node.right.name !== variable.name) {
      return undefined;
    }
    const [{ id }] = node.left.type === "VariableDeclaration" ? node.left.declarations : [];
    const rounds = elements.flatMap((element): AnyNode[] => {
      const round = copy(node.body);
      names.renameDeclared(round);
      if (id?.type === "Identifier") substitute(round, new Map([[id.name, element]]));
      return round.type === "BlockStatement" ? round.body : [round];
    });
    const isInList = parent.type === "BlockStatement" || parent.type === "SwitchCase";
    return isInList ? rounds : ({ ...node, type: "BlockStatement", body: rounds } as unknown as AnyNode);
  });
}
