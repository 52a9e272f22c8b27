import type { CallExpression } from "acorn";
import { isFunction, isNothing, forEachChild, propertyOf, type AnyNode, type FunctionNode, type Program } from "./tree";

/** Something that the engine gave, or that cannot be told. */
const OTHER = "other";
const NOTHING = "undefined";
/** What an expression may give: things that the program makes, by the place where it makes them; literals; or anything else. */
type Value = AnyNode | string;
type Values = Set<Value>;
/** Nothing is added to these. */
const OTHER_ONLY: Values = new Set([OTHER]);
const NOTHING_ONLY: Values = new Set([NOTHING]);

/** Where the entries of a list are kept, and what is found by a key that is computed. */
const ENTRIES = "[]";
/** Methods of lists that hand each entry to a function. */
const EACH = new Set(["forEach", "map", "every", "some", "filter", "find", "findIndex"]);
/** Methods of lists that leave them as they are, and give nothing of them away. */
const QUIET = new Set(["indexOf", "includes"]);

/**
 * What each variable, each field and each expression of a whole program may hold, whatever happens in whichever order: an analysis
 * of inclusions (Andersen, 1994). What is handed to the engine may be called with anything.
 */
export class PointsTo {
  readonly #variables = new Map<string, Values>();
  readonly #fields = new Map<AnyNode, Map<string, Values>>();
  readonly #results = new Map<AnyNode, Values>();
  readonly #escaped = new Set<AnyNode>();
  /** Lists that something adds to or changes. */
  readonly #changed = new Set<AnyNode>();
  /** Functions that a list's method calls with its entries. */
  readonly #handedOn = new Set<AnyNode>();
  /** What each call calls, by its callee. */
  readonly #callees = new Map<AnyNode, Values>();
  readonly #declared = new Set<string>();
  /** What each literal, and each place where something is made, gives. */
  readonly #made = new Map<AnyNode, Values>();
  #isChanged = true;

  constructor(program: Program, declared: Iterable<string>) {
    for (const name of declared) this.#declared.add(name);
    while (this.#isChanged) {
      this.#isChanged = false;
      for (const statement of program.body) this.#run(statement, undefined);
      // What got into them after they were handed over has been handed over as well.
      for (const site of [...this.#escaped]) this.#escapeAll(new Set([site]));
    }
  }

  /** The one thing that an expression always gives: where it is made; undefined where there are several or it cannot be told. */
  only(node: AnyNode): AnyNode | undefined {
    const values = this.#peek(node);
    if (values?.size !== 1) return undefined;
    const [value] = values;
    return typeof value === "string" ? undefined : value;
  }

  /** All that an expression may give, by where it is made; undefined where some of it is not made by the program. */
  all(node: AnyNode): AnyNode[] | undefined {
    const sites: AnyNode[] = [];
    for (const value of this.#peek(node) ?? [OTHER]) {
      if (value === NOTHING) continue;
      if (typeof value === "string") return undefined;
      sites.push(value);
    }
    return sites;
  }

  /** The program's own functions among those that a call may call, and whether there are no others. */
  called(callee: AnyNode): { functions: FunctionNode[]; areAll: boolean } {
    const values = [...(this.#callees.get(callee) ?? this.#peek(callee) ?? (isFunction(callee) ? [callee] : [OTHER]))];
    const functions = values.filter((each) => typeof each !== "string" && isFunction(each)) as FunctionNode[];
    return { functions, areAll: !values.includes(OTHER) };
  }

  /** Whether the engine is handed something, or the program's own functions in it. */
  isEscaped(site: AnyNode): boolean {
    return this.#escaped.has(site);
  }

  /** Whether a function is called other than by a call that is written in the program. */
  isCalledElsewhere(target: FunctionNode): boolean {
    return this.#escaped.has(target) || this.#handedOn.has(target);
  }

  /** Whether a list may hold something else than what it was made of. */
  isChanged(list: AnyNode): boolean {
    return this.#changed.has(list) || this.#escaped.has(list);
  }

  /** As `only`, without learning anything. */
  #peek(node: AnyNode): Values | undefined {
    if (node.type === "Identifier") return this.#variables.get(node.name);
    if (node.type !== "MemberExpression") return undefined;
    const objects = this.#peek(node.object);
    if (objects === undefined) return undefined;
    return this.#read(objects, propertyOf(node) ?? ENTRIES);
  }

  #run(node: AnyNode, owner: FunctionNode | undefined): void {
    switch (node.type) {
      case "FunctionDeclaration":
        if (node.id != null) this.#add(this.#variable(node.id.name), node);
        this.#function(node);
        break;
      case "VariableDeclarator":
        if (node.id.type === "Identifier") {
          const values = node.init == null ? NOTHING_ONLY : this.#value(node.init, owner);
          this.#addAll(this.#variable(node.id.name), values);
        }
        break;
      case "ForOfStatement": {
        const entries = this.#read(this.#value(node.right, owner), ENTRIES);
        const [each] = node.left.type === "VariableDeclaration" ? node.left.declarations : [];
        if (each?.id.type === "Identifier") this.#addAll(this.#variable(each.id.name), entries);
        else if (each === undefined) this.#assign(node.left, entries, owner);
        this.#run(node.body, owner);
        break;
      }
      case "ForInStatement": {
        const [each] = node.left.type === "VariableDeclaration" ? node.left.declarations : [];
        if (each?.id.type === "Identifier") this.#add(this.#variable(each.id.name), OTHER);
        else if (each === undefined) this.#assign(node.left, OTHER_ONLY, owner);
        this.#value(node.right, owner);
        this.#run(node.body, owner);
        break;
      }
      case "CatchClause":
        if (node.param?.type === "Identifier") this.#add(this.#variable(node.param.name), OTHER);
        this.#run(node.body, owner);
        break;
      case "ReturnStatement": {
        const values = node.argument == null ? NOTHING_ONLY : this.#value(node.argument, owner);
        if (owner !== undefined) this.#addAll(this.#result(owner), values);
        break;
      }
      case "ThrowStatement":
        this.#escapeAll(this.#value(node.argument, owner));
        break;
      default:
        if (isStatement(node)) forEachChild(node, (child) => this.#run(child, owner));
        else this.#value(node, owner);
    }
  }

  #function(node: FunctionNode): void {
    if (node.body.type === "BlockStatement") {
      this.#add(this.#result(node), NOTHING);
      this.#run(node.body, node);
    } else {
      this.#addAll(this.#result(node), this.#value(node.body, node));
    }
  }

  #value(node: AnyNode, owner: FunctionNode | undefined): Values {
    switch (node.type) {
      case "Identifier":
        if (node.name === "undefined") return NOTHING_ONLY;
        return this.#declared.has(node.name) ? this.#variable(node.name) : OTHER_ONLY;
      case "Literal":
        return this.#only(node, `literal ${node.raw ?? ""}`);
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.#function(node);
        return this.#only(node, node);
      case "ObjectExpression":
        for (const each of node.properties) {
          if (each.type !== "Property") throw new Error(`${each.type} in a record`);
          const key = each.key.type === "Identifier" && !each.computed ? each.key.name : ENTRIES;
          this.#addAll(this.#field(node, key), this.#value(each.value, owner));
        }
        return this.#only(node, node);
      case "ArrayExpression":
        for (const each of node.elements) {
          if (each !== null) this.#addAll(this.#field(node, ENTRIES), this.#value(each, owner));
        }
        return this.#only(node, node);
      case "MemberExpression": {
        const objects = this.#value(node.object, owner);
        if (node.computed) this.#value(node.property, owner);
        return this.#read(objects, propertyOf(node) ?? ENTRIES);
      }
      case "AssignmentExpression":
        return this.#assignment(node, owner);
      case "ConditionalExpression":
        this.#value(node.test, owner);
        return union(this.#value(node.consequent, owner), this.#value(node.alternate, owner));
      case "LogicalExpression":
        return union(this.#value(node.left, owner), this.#value(node.right, owner));
      case "SequenceExpression":
        return node.expressions.map((each) => this.#value(each, owner)).at(-1) ?? new Set();
      case "CallExpression":
        return this.#call(node, owner);
      case "NewExpression":
        this.#value(node.callee, owner);
        for (const each of node.arguments) this.#escapeAll(this.#value(each, owner));
        return OTHER_ONLY;
      case "UnaryExpression":
        if (node.operator === "delete") this.#assign(node.argument, NOTHING_ONLY, owner);
        this.#value(node.argument, owner);
        return isNothing(node) ? NOTHING_ONLY : OTHER_ONLY;
      case "UpdateExpression":
        this.#assign(node.argument, OTHER_ONLY, owner);
        return OTHER_ONLY;
      default:
        forEachChild(node, (child) => {
          this.#value(child, owner);
        });
        return isNothing(node) ? NOTHING_ONLY : OTHER_ONLY;
    }
  }

  #assignment(node: AnyNode & { type: "AssignmentExpression" }, owner: FunctionNode | undefined): Values {
    const right = this.#value(node.right, owner);
    const values = node.operator === "=" ? right : union(right, OTHER_ONLY);
    this.#assign(node.left, values, owner);
    return values;
  }

  #assign(target: AnyNode, values: Values, owner: FunctionNode | undefined): void {
    if (target.type === "Identifier") {
      this.#addAll(this.#variable(target.name), values);
      return;
    }
    if (target.type !== "MemberExpression") throw new Error(`assignment to ${target.type}`);
    if (target.computed) this.#value(target.property, owner);
    for (const object of this.#value(target.object, owner)) {
      if (object === NOTHING) continue;
      if (typeof object === "string") this.#escapeAll(values);
      else {
        this.#addAll(this.#field(object, propertyOf(target) ?? ENTRIES), values);
        this.#note(this.#changed, object);
      }
    }
  }

  #call(node: CallExpression, owner: FunctionNode | undefined): Values {
    const args = node.arguments.map((each) => this.#value(each, owner));
    const { callee } = node;
    const method = propertyOf(callee);
    if (callee.type === "MemberExpression" && method !== undefined) {
      const objects = this.#value(callee.object, owner);
      const lists = objects === OTHER_ONLY ? [] : [...objects].filter(isList);
      if (lists.length > 0) {
        const others = [...objects].filter((each) => !isList(each) && each !== NOTHING);
        if (others.length > 0) args.forEach((each) => this.#escapeAll(each));
        return this.#callOnLists(node, lists, method, args);
      }
    }
    const result: Values = new Set();
    const targets = this.#value(callee, owner);
    this.#callees.set(callee, targets);
    for (const target of targets) {
      if (typeof target !== "string" && isFunction(target)) {
        this.#bind(target, args);
        this.#result(target).forEach((each) => result.add(each));
      } else if (target !== NOTHING) {
        args.forEach((each) => this.#escapeAll(each));
        result.add(OTHER);
      }
    }
    return result;
  }

  #callOnLists(node: CallExpression, lists: readonly AnyNode[], method: string, args: readonly Values[]): Values {
    const entries = union(...lists.map((list) => this.#field(list, ENTRIES)));
    if (EACH.has(method)) {
      for (const run of args[0] ?? []) {
        if (typeof run === "string" || !isFunction(run)) {
          this.#escapeAll(entries);
          continue;
        }
        this.#note(this.#handedOn, run);
        this.#bind(run, [entries, OTHER_ONLY, new Set(lists)]);
        if (method === "map") this.#addAll(this.#field(node, ENTRIES), this.#result(run));
      }
      if (method === "map") return this.#only(node, node);
    } else if (!QUIET.has(method)) {
      for (const list of lists) {
        for (const each of args) this.#addAll(this.#field(list, ENTRIES), each);
        this.#note(this.#changed, list);
      }
      if (method === "push" || method === "unshift") return OTHER_ONLY;
      args.forEach((each) => this.#escapeAll(each));
      // Whatever it makes of the entries may go anywhere.
      this.#escapeAll(entries);
    }
    return union(entries, OTHER_ONLY);
  }

  #bind(target: FunctionNode, args: readonly Values[]): void {
    target.params.forEach((parameter, at) => {
      if (parameter.type === "Identifier") {
        this.#addAll(this.#variable(parameter.name), args[at] ?? NOTHING_ONLY);
      }
    });
  }

  #read(objects: Values, property: string): Values {
    const values: Values = new Set();
    for (const object of objects) {
      if (object === NOTHING) continue; // That would throw.
      if (typeof object === "string" || isFunction(object)) {
        values.add(OTHER);
        continue;
      }
      // The engine may have changed it.
      if (this.#escaped.has(object)) values.add(OTHER);
      const found = this.#fields.get(object)?.get(property);
      // What is looked up by a key need not be there.
      const isThere = found !== undefined && property !== ENTRIES && isMadeWith(object, property);
      if (!isThere) values.add(property === "length" ? OTHER : NOTHING);
      found?.forEach((each) => values.add(each));
    }
    return values;
  }

  #escapeAll(values: Values): void {
    for (const value of values) {
      if (typeof value === "string" || this.#escaped.has(value)) continue;
      this.#escaped.add(value);
      this.#isChanged = true;
    }
    for (const value of values) {
      if (typeof value === "string") continue;
      if (isFunction(value)) {
        this.#bind(
          value,
          value.params.map(() => OTHER_ONLY),
        );
        const result = this.#result(value);
        if (result !== values) this.#escapeNew(result);
      } else {
        this.#fields.get(value)?.forEach((field) => this.#escapeNew(field));
      }
    }
  }

  #escapeNew(values: Values): void {
    const fresh = new Set([...values].filter((each) => typeof each !== "string" && !this.#escaped.has(each)));
    if (fresh.size > 0) this.#escapeAll(fresh);
  }

  /** A set to which nothing is added. */
  #only(node: AnyNode, value: Value): Values {
    let values = this.#made.get(node);
    if (values === undefined) this.#made.set(node, (values = new Set([value])));
    return values;
  }

  #variable(name: string): Values {
    return entryOf(this.#variables, name);
  }

  #field(site: AnyNode, property: string): Values {
    let fields = this.#fields.get(site);
    if (fields === undefined) this.#fields.set(site, (fields = new Map()));
    return entryOf(fields, property);
  }

  #result(target: AnyNode): Values {
    return entryOf(this.#results, target);
  }

  #note(noted: Set<AnyNode>, site: AnyNode): void {
    if (noted.has(site)) return;
    noted.add(site);
    this.#isChanged = true;
  }

  #add(to: Values, value: Value): void {
    if (to.has(value)) return;
    to.add(value);
    this.#isChanged = true;
  }

  #addAll(to: Values, values: Values): void {
    if (to === values) return;
    for (const value of values) this.#add(to, value);
  }
}

function entryOf<Key>(map: Map<Key, Values>, key: Key): Values {
  let values = map.get(key);
  if (values === undefined) map.set(key, (values = new Set()));
  return values;
}

function union(...sets: Values[]): Values {
  const all: Values = new Set();
  for (const set of sets) for (const value of set) all.add(value);
  return all;
}

/** A list that is written out, or that `map` makes. */
function isList(value: Value): value is AnyNode {
  return typeof value !== "string" && (value.type === "ArrayExpression" || value.type === "CallExpression");
}

/** Whether a record has a field from the beginning. */
function isMadeWith(record: AnyNode, field: string): boolean {
  return (
    record.type === "ObjectExpression" &&
    record.properties.some(
      (each) => each.type === "Property" && each.key.type === "Identifier" && each.key.name === field,
    )
  );
}

function isStatement({ type }: AnyNode): boolean {
  return type.endsWith("Statement") || type === "VariableDeclaration" || type === "SwitchCase" || type === "Program";
}
