import type { Expression } from "acorn";
import { known } from "./fold";
import { rewrite, walk, type AnyNode, type Program } from "./tree";
import { isFixed, type Use, type Variable, type Variables } from "./variables";

/**
 * Writes 1 and 0 for true and false in variables that are only asked whether they are true: the interpreter keeps a small whole number
 * in its variable's name, and a boolean in a variable of its own.
 */
export function numberBooleans(program: Program, variables: Variables): void {
  const flags = new Flags(program, variables).names;
  rewrite(program, (node) => {
    if (node.type === "AssignmentExpression" && node.left.type === "Identifier" && flags.has(node.left.name)) {
      return { ...node, right: numbered(node.right, variables) } as AnyNode;
    }
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && flags.has(node.id.name)) {
      return node.init == null ? undefined : ({ ...node, init: numbered(node.init, variables) } as AnyNode);
    }
    return undefined;
  });
}

/** The variables that hold nothing but true and false, and of which nobody wants to know more. */
class Flags {
  readonly names = new Set<string>();
  readonly #conditions: ReadonlySet<AnyNode>;
  readonly #given: ReadonlyMap<string, readonly AnyNode[]>;

  constructor(
    program: Program,
    readonly variables: Variables,
  ) {
    this.#conditions = conditionsOf(program);
    this.#given = givenIn(program);
    for (const { name, isGlobal, isDeclared, writes } of variables) {
      if (isGlobal && isDeclared && writes > 0 && this.#given.get(name)?.length === writes) this.names.add(name);
    }
    // One that turns out to be none may be what another is given.
    let isSettled = false;
    while (!isSettled) {
      const none = [...this.names].filter((name) => !this.#isFlag(variables.get(name)!));
      none.forEach((name) => this.names.delete(name));
      isSettled = none.length === 0;
    }
  }

  #isFlag({ name, init, uses }: Variable): boolean {
    const values = [...(this.#given.get(name) ?? []), ...(init === undefined ? [] : [init])];
    return values.every((each) => this.#isBoolean(each)) && uses.every((use) => this.#isAsked(use));
  }

  #isAsked({ node, parent, around }: Use): boolean {
    return this.#conditions.has(node) || this.#isGiven(node, parent) || this.#isGiven(parent, around);
  }

  /** Whether it becomes the value of another one, as it is or as a part of a condition. */
  #isGiven(node: AnyNode, parent: AnyNode | undefined): boolean {
    if (parent?.type !== "AssignmentExpression" || parent.right !== node || parent.left.type !== "Identifier")
      return false;
    return this.names.has(parent.left.name) && (node.type === "Identifier" || node.type === "LogicalExpression");
  }

  #isBoolean(node: AnyNode): boolean {
    if (node.type === "BinaryExpression") return COMPARISONS.has(node.operator);
    if (node.type === "UnaryExpression") return node.operator === "!";
    if (node.type === "LogicalExpression") return this.#isBoolean(node.left) && this.#isBoolean(node.right);
    const variable = this.variables.of(node);
    if (variable?.isGlobal === false && isFixed(variable) && variable.init !== undefined) {
      return this.#isBoolean(variable.init);
    }
    if (variable !== undefined && this.names.has(variable.name)) return true;
    const value = known(node, this.variables.valueOf);
    return typeof value === "object" && typeof value.value === "boolean";
  }
}

/** Where an expression is only asked whether it is true. */
function conditionsOf(program: Program): ReadonlySet<AnyNode> {
  const conditions = new Set<AnyNode>();
  // What stands around comes first.
  walk(program, (node) => {
    if (node.type === "IfStatement" || node.type === "ConditionalExpression" || node.type === "WhileStatement") {
      conditions.add(node.test);
    } else if (node.type === "UnaryExpression" && node.operator === "!") {
      conditions.add(node.argument);
    } else if (node.type === "LogicalExpression" && node.operator !== "??" && conditions.has(node)) {
      conditions.add(node.left).add(node.right);
    }
  });
  return conditions;
}

/** What statements give to each variable. */
function givenIn(program: Program): ReadonlyMap<string, readonly AnyNode[]> {
  const given = new Map<string, AnyNode[]>();
  walk(program, (node) => {
    if (node.type !== "ExpressionStatement" || node.expression.type !== "AssignmentExpression") return;
    const { left, operator, right } = node.expression;
    if (operator === "=" && left.type === "Identifier") given.set(left.name, [...(given.get(left.name) ?? []), right]);
  });
  return given;
}

const COMPARISONS = new Set(["===", "!==", "<", ">", "<=", ">="]);

function numbered(value: Expression, variables: Variables): Expression {
  const is = known(value, variables.valueOf);
  const place = { start: value.start, end: value.end, loc: value.loc };
  const number = (of: number): Expression => ({ type: "Literal", value: of, raw: String(of), ...place });
  if (typeof is === "object") return number(is.value === true ? 1 : 0);
  return { type: "BinaryExpression", operator: "|", left: value, right: number(0), ...place };
}
