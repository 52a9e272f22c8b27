import type {
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  ExpressionStatement,
  ForOfStatement,
  LogicalExpression,
  VariableDeclaration,
} from "acorn";
import { substitute } from "./aliases";
import { truthOf } from "./fold";
import { PointsTo } from "./points-to";
import { calledLater, hasReturn, isStraight, mayGoOn } from "./straight";
import { copy, identifier, isFunction, isNothing, nothing, propertyOf, walk } from "./tree";
import type { AnyNode, FunctionNode, Program } from "./tree";
import type { Names } from "./unique-names";
import { Variables } from "./variables";

/**
 * Writes out what a program does at boot: the functions that put the node together are replaced by what they do, one statement
 * after the other, so that what they make once is made by the program itself and has a name of its own.
 */
export function writeOutBoot(program: Program, names: Names): void {
  new Composition(program, names).run();
}

/** A function cannot be written out: it may return from its midst. */
class NotStraight extends Error {}

class Composition {
  /** The statements that are written so far. */
  readonly #out: AnyNode[] = [];
  /** What names hold for good, as far as it is known. */
  readonly #values = new Map<string, AnyNode>();
  /** Names that are given another value somewhere. */
  readonly #changing = new Set<string>();
  /** All names that are not the engine's. */
  readonly #declared = new Set<string>();
  /** Properties that something sets. */
  readonly #writtenProperties: ReadonlySet<string>;
  readonly #runsLater: ReadonlySet<string>;
  /** Lists that something adds to or changes, by the places in the source where they are made. */
  readonly #changingLists = new Set<string>();
  /** Functions that are being written out. */
  readonly #inside: FunctionNode[] = [];

  constructor(
    readonly program: Program,
    readonly names: Names,
  ) {
    const variables = new Variables(program);
    for (const { name, writes, init, isGlobal } of variables) {
      this.#declared.add(name);
      if (writes > 0) this.#changing.add(name);
      else if (isGlobal && isFunction(init)) this.#values.set(name, init);
    }
    this.#writtenProperties = variables.writtenProperties;
    this.#runsLater = calledLater(program);
    const things = new PointsTo(program, this.#declared);
    walk(program, (node) => {
      const isList = node.type === "ArrayExpression" || node.type === "CallExpression";
      if (isList && things.isChanged(node)) this.#changingLists.add(placeOf(node));
    });
  }

  run(): void {
    for (const statement of this.program.body) this.#statement(statement);
    this.program.body = this.#out as Program["body"];
  }

  #statement(statement: AnyNode): void {
    switch (statement.type) {
      case "VariableDeclaration":
        for (const each of statement.declarations) {
          const init = each.init == null ? null : (this.#value(each.init) as Expression);
          this.#declare({ ...statement, declarations: [{ ...each, init }] });
        }
        break;
      case "ExpressionStatement":
        this.#expression(statement);
        break;
      case "IfStatement": {
        const test = this.#value(statement.test) as Expression;
        const truth = truthOf(test, this.#valueOf);
        const taken = truth === true ? statement.consequent : statement.alternate;
        // What the test did is written out already.
        if (truth === undefined) this.#leave({ ...statement, test });
        else if (taken != null) this.#block(taken);
        break;
      }
      case "ForOfStatement":
        this.#forOf(statement);
        break;
      default:
        this.#leave(statement);
    }
  }

  /** Leaves a statement as it is. Nobody looks whether it changes a list. */
  #leave(statement: AnyNode): void {
    this.#out.push(statement);
    this.#forgetLists();
  }

  #block(node: AnyNode): void {
    if (node.type === "BlockStatement") node.body.forEach((each) => this.#statement(each));
    else this.#statement(node);
  }

  #expression(statement: ExpressionStatement): void {
    const { expression } = statement;
    if (expression.type === "AssignmentExpression") {
      if (!this.#mayComeAfter(expression)) {
        this.#leave(statement);
        return;
      }
      if (expression.left.type === "MemberExpression") this.#forgetLists();
      const right = this.#value(expression.right) as Expression;
      this.#out.push({ ...statement, expression: { ...expression, right } });
      return;
    }
    this.#run(this.#value(expression));
  }

  /** Evaluates something for what it does: what it gives is of no use. */
  #run(value: AnyNode): void {
    if (!this.#isAtom(value) && !isFunction(value)) this.#out.push(valueOnly(value as Expression));
  }

  /** Whether it makes no difference that the right side of an assignment is evaluated before the left one. */
  #mayComeAfter({ left, operator, right }: AssignmentExpression): boolean {
    if (!this.#mayWriteOut(right)) return true;
    if (operator !== "=") return false;
    if (left.type !== "MemberExpression") return left.type === "Identifier";
    return this.#isSteady(left.object) && (!left.computed || this.#isAtom(left.property));
  }

  /** A loop over a list that is known is a row of its rounds. */
  #forOf(statement: ForOfStatement): void {
    const right = this.#value(statement.right) as Expression;
    const list = this.#listOf(right);
    const [declarator] = statement.left.type === "VariableDeclaration" ? statement.left.declarations : [];
    const isSettled = list !== undefined && !this.#changingLists.has(placeOf(this.#valueOf(right)!));
    if (!isSettled || declarator?.id.type !== "Identifier" || !mayGoOn(statement.body)) {
      this.#leave({ ...statement, right });
      return;
    }
    for (const entry of list) {
      const round = this.#renamed(copy(statement.body));
      substitute(round, new Map([[declarator.id.name, entry]]));
      this.#block(round);
    }
  }

  /** What an expression gives: calls that can be written out are, before it. */
  #value(node: AnyNode): AnyNode {
    switch (node.type) {
      case "Identifier":
        return this.#constant(node) ?? node;
      case "MemberExpression": {
        if (node.object.type === "Super") return node;
        const object = this.#value(node.object) as Expression;
        return this.#field(object, node) ?? { ...node, object };
      }
      case "CallExpression":
        return this.#call(node);
      case "ObjectExpression": {
        const properties = node.properties.map((each) =>
          each.type === "Property" ? { ...each, value: this.#atom(each.value, keyOf(each)) as Expression } : each,
        );
        return { ...node, properties };
      }
      case "ArrayExpression": {
        const elements = node.elements.map((each) =>
          each === null || each.type === "SpreadElement" ? each : (this.#atom(each, "entry") as Expression),
        );
        return { ...node, elements };
      }
      case "ConditionalExpression": {
        const test = this.#value(node.test) as Expression;
        const truth = truthOf(test, this.#valueOf);
        return truth === undefined ? { ...node, test } : this.#value(truth ? node.consequent : node.alternate);
      }
      case "UnaryExpression":
        return { ...node, argument: this.#value(node.argument) as Expression };
      case "BinaryExpression":
      case "LogicalExpression":
        return this.#operation(node);
      default:
        return node;
    }
  }

  #operation(node: BinaryExpression | LogicalExpression): AnyNode {
    if (node.left.type === "PrivateIdentifier") return node;
    if (node.type === "LogicalExpression") {
      // Whether the right side is evaluated at all is not known.
      const left = this.#value(node.left) as Expression;
      return this.#mayWriteOut(node.right)
        ? { ...node, left }
        : { ...node, left, right: this.#value(node.right) as Expression };
    }
    const left = this.#mayWriteOut(node.right) ? this.#atom(node.left, "left") : this.#value(node.left);
    return { ...node, left: left as Expression, right: this.#value(node.right) as Expression };
  }

  readonly #valueOf = (node: AnyNode): AnyNode | undefined =>
    node.type === "Identifier" ? this.#values.get(node.name) : undefined;

  /** A name or a literal for what an expression gives now. */
  #atom(node: AnyNode, name: string): AnyNode {
    const value = this.#value(node);
    if (this.#isAtom(value)) return value;
    const id = identifier(this.#newName(name), node);
    this.#declare(declaration("const", id, value));
    return id;
  }

  #newName(wanted: string): string {
    const name = this.names.take(wanted);
    this.#declared.add(name);
    return name;
  }

  /** Whether an expression gives the same from here on. */
  #isAtom(node: AnyNode): boolean {
    if (node.type === "Literal" || isNothing(node)) return true;
    if (node.type === "UnaryExpression" && node.operator === "-") return node.argument.type === "Literal";
    return node.type === "Identifier" && !this.#changing.has(node.name);
  }

  #declare(statement: VariableDeclaration): void {
    this.#out.push(statement);
    const [{ id, init }] = statement.declarations;
    if (id.type === "Identifier" && init != null && !this.#changing.has(id.name)) this.#values.set(id.name, init);
  }

  /** What a name stands for, where that is another name or a literal. */
  #constant(node: AnyNode): AnyNode | undefined {
    const value = this.#valueOf(node);
    return value !== undefined && this.#isAtom(value) ? (this.#constant(value) ?? copy(value)) : undefined;
  }

  /** What a field of a record holds, where it is never set. */
  #field(object: AnyNode, member: AnyNode & { type: "MemberExpression" }): AnyNode | undefined {
    const value = this.#valueOf(object);
    if (value?.type === "ArrayExpression" && member.computed && member.property.type === "Literal") {
      const element = value.elements[Number(member.property.value)];
      return element == null ? undefined : copy(element);
    }
    const property = propertyOf(member);
    if (property === undefined || value?.type !== "ObjectExpression") return undefined;
    if (this.#writtenProperties.has(property)) return undefined;
    const found = value.properties.find((each) => each.type === "Property" && nameOf(each.key) === property);
    if (found === undefined) return nothing(member);
    return found.type === "Property" && this.#isAtom(found.value) ? copy(found.value) : undefined;
  }

  /** The entries of a list that is known, by its name. */
  #listOf(node: AnyNode): AnyNode[] | undefined {
    const list = this.#valueOf(node);
    return list?.type === "ArrayExpression" ? list.elements.map((each) => each ?? nothing(list)) : undefined;
  }

  #call(node: CallExpression): AnyNode {
    const callee = node.callee.type === "Super" ? node.callee : this.#value(node.callee);
    const method = propertyOf(callee);
    if (callee.type === "MemberExpression" && (method === "map" || method === "forEach")) {
      const rounds = this.#rounds(node, callee.object, method);
      if (rounds !== undefined) return rounds;
    }
    const target = isFunction(callee) ? callee : this.#valueOf(callee);
    if (isFunction(target)) {
      const written = this.#writtenOut(target, node.arguments, callee);
      if (written !== undefined) return written;
    }
    const args = this.#arguments(node, callee);
    // Whoever is given a list may change it, and the program's own functions may change any.
    if (this.#isEngines(callee)) args.forEach((each) => this.#forgetList(each));
    else if (callee.type === "MemberExpression" && this.#listOf(callee.object) !== undefined) {
      for (const each of [...args, callee.object]) this.#forgetList(each);
    } else this.#forgetLists();
    return { ...node, callee: callee as Expression, arguments: args as Expression[] };
  }

  #arguments(node: CallExpression, callee: AnyNode): AnyNode[] {
    if (!node.arguments.some((each) => this.#mayWriteOut(each))) {
      return node.arguments.map((each) => (each.type === "SpreadElement" ? each : this.#value(each)));
    }
    // What is called is looked up before them.
    if (!this.#isSteady(callee)) return node.arguments;
    // Nothing comes between the last one and the call, so it needs no name, unless it makes something.
    const last = node.arguments.length - 1;
    return node.arguments.map((each, at) => {
      if (at < last) return this.#atom(each, "value");
      const value = this.#value(each);
      const makes = isFunction(value) || value.type === "ObjectExpression" || value.type === "ArrayExpression";
      return makes ? this.#atom(value, "value") : value;
    });
  }

  /** Whether what is called is the same after other things happened. */
  #isSteady(callee: AnyNode): boolean {
    if (callee.type !== "MemberExpression") return this.#isAtom(callee) || isFunction(callee);
    return !callee.computed && !this.#writtenProperties.has(propertyOf(callee) ?? "") && this.#isSteady(callee.object);
  }

  /** Whether a function is found through a name that the program does not declare. */
  #isEngines(callee: AnyNode): boolean {
    if (callee.type === "MemberExpression") return this.#isEngines(callee.object);
    return callee.type === "Identifier" && !this.#declared.has(callee.name);
  }

  /** After something happened that is not looked into: it may have changed any list that is changed anywhere. */
  #forgetLists(): void {
    for (const [name, value] of this.#values) {
      if (value.type === "ArrayExpression" && this.#changingLists.has(placeOf(value))) this.#values.delete(name);
    }
  }

  #forgetList(node: AnyNode): void {
    if (node.type === "Identifier" && this.#valueOf(node)?.type === "ArrayExpression") {
      this.#values.delete(node.name);
    }
  }

  /** Whether there may be something in an expression that is written out before it. */
  #mayWriteOut(node: AnyNode): boolean {
    let found = false;
    walk(node, (each) => {
      if (each.type === "CallExpression") found = true;
      if (each.type === "ObjectExpression" || each.type === "ArrayExpression" || isFunction(each)) found = true;
    });
    return found;
  }

  #rounds(call: CallExpression, object: AnyNode, method: string): AnyNode | undefined {
    const list = this.#listOf(object);
    const [run] = call.arguments;
    if (list === undefined || !isFunction(run)) return undefined;
    const elements: AnyNode[] = [];
    for (const [index, entry] of list.entries()) {
      const at = { ...nothing(object), type: "Literal", value: index, raw: String(index) } as AnyNode;
      const round = this.#writtenOut(run, [entry, at], run);
      if (round === undefined) throw new Error("what is done with each entry of a list cannot be written out");
      if (method === "map") elements.push(this.#atom(round, "entry"));
      else this.#run(round);
    }
    if (method === "forEach") return nothing(object);
    return { ...nothing(call), type: "ArrayExpression", elements } as AnyNode;
  }

  /** What a call gives, with what it does written out before; nothing where it has to stay a call. */
  #writtenOut(target: FunctionNode, args: readonly AnyNode[], callee: AnyNode): AnyNode | undefined {
    const runsLater = callee.type === "Identifier" && this.#runsLater.has(callee.name);
    if (runsLater || this.#inside.includes(target) || !isStraight(target)) return undefined;
    const own = this.#renamed(copy(target));
    const before = this.#out.length;
    this.#inside.push(target);
    try {
      this.#bind(own, args);
      if (own.body.type !== "BlockStatement") return this.#value(own.body);
      return this.#body(own.body.body) ?? nothing(own);
    } catch (error) {
      if (!(error instanceof NotStraight)) throw error;
      this.#out.length = before;
      return undefined;
    } finally {
      this.#inside.pop();
    }
  }

  #renamed<T extends AnyNode>(node: T): T {
    for (const [now, old] of this.names.renameDeclared(node)) {
      this.#declared.add(now);
      if (this.#changing.has(old)) this.#changing.add(now);
    }
    return node;
  }

  #bind(own: FunctionNode, args: readonly AnyNode[]): void {
    const values = new Map<string, AnyNode>();
    own.params.forEach((parameter, at) => {
      if (parameter.type !== "Identifier") throw new NotStraight();
      const given = args[at] ?? nothing(own);
      if (this.#changing.has(parameter.name)) this.#declare(declaration("let", parameter, this.#value(given)));
      else values.set(parameter.name, this.#atom(given, parameter.name.replace(/\$\d+$/, "")));
    });
    for (const beyond of args.slice(own.params.length)) this.#expression(valueOnly(beyond));
    if (values.size === 0) return;
    // The body is a child of the function, so that it may itself be such a name.
    own.params = own.params.filter((each) => each.type !== "Identifier" || !values.has(each.name));
    substitute(own, values);
  }

  /** @returns what is returned, where something is */
  #body(statements: readonly AnyNode[]): AnyNode | undefined {
    for (const each of statements) {
      if (each.type === "FunctionDeclaration" && each.id !== null) this.#values.set(each.id.name, each);
    }
    for (const [index, statement] of statements.entries()) {
      if (statement.type === "ReturnStatement") {
        return statement.argument == null ? undefined : this.#value(statement.argument);
      }
      if (!hasReturn(statement)) {
        this.#statement(statement);
        continue;
      }
      const truth = statement.type === "IfStatement" ? truthOf(this.#value(statement.test), this.#valueOf) : undefined;
      if (statement.type !== "IfStatement" || truth === undefined) throw new NotStraight();
      const taken = truth ? statement.consequent : statement.alternate;
      const list = taken == null ? [] : taken.type === "BlockStatement" ? taken.body : [taken];
      return this.#body([...list, ...statements.slice(index + 1)]);
    }
    return undefined;
  }
}

/** What a key is, written with quotes or without. */
function nameOf(key: AnyNode): string | undefined {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : undefined;
}

function placeOf({ start, end }: AnyNode): string {
  return `${start}-${end}`;
}

function keyOf(property: AnyNode): string {
  return property.type === "Property" && property.key.type === "Identifier" ? property.key.name : "field";
}

function valueOnly(expression: AnyNode): ExpressionStatement {
  const { start, end, loc } = expression;
  return { type: "ExpressionStatement", expression: expression as Expression, start, end, loc };
}

function declaration(kind: "const" | "let", id: AnyNode & { type: "Identifier" }, init: AnyNode): VariableDeclaration {
  const place = { start: id.start, end: id.end, loc: id.loc };
  return {
    type: "VariableDeclaration",
    kind,
    declarations: [{ type: "VariableDeclarator", id, init: init as Expression, ...place }],
    ...place,
  };
}
