/**
 * Random programs of the kind that the firmware is: records and closures that functions make at boot, lists of functions, records
 * that are handed on, callbacks that the engine calls later. Every program ends, and throws nothing but numbers.
 */

/** What a variable, a field or an expression holds. A function gives a number. */
type Type =
  | { kind: "number" }
  | { kind: "function"; parameters: readonly Type[] }
  | { kind: "record"; name: string }
  | { kind: "list"; of: Type };

interface Known {
  name: string;
  type: Type;
  isLet: boolean;
}

const NUMBER: Type = { kind: "number" };
const HANDLER: Type = { kind: "function", parameters: [NUMBER] };
const PAIR: Type = { kind: "function", parameters: [NUMBER, NUMBER] };
const COUNTER: Type = { kind: "record", name: "counter" };
const PART: Type = { kind: "record", name: "part" };
const ON_PART: Type = { kind: "function", parameters: [PART, NUMBER] };
const HANDLERS: Type = { kind: "list", of: HANDLER };
const COUNTERS: Type = { kind: "list", of: COUNTER };

const FIELDS: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  counter: { count: NUMBER, limit: NUMBER, step: HANDLER },
  part: { counter: COUNTER, reading: NUMBER, handle: PAIR, each: HANDLERS },
};

const LEAST_TYPES = [NUMBER, HANDLER, PAIR, COUNTER, PART, ON_PART, HANDLERS, COUNTERS];

/**
 * Writes a program by a row of choices, so that a shorter row or smaller numbers give a simpler program.
 * @param choices Whole numbers from 0; where they end, the simplest is chosen.
 */
export function programBy(choices: readonly number[]): string {
  return new Writer(choices).program();
}

class Writer {
  readonly #choices: readonly number[];
  #at = 0;
  #named = 0;
  /** Whether what is written runs at boot, as a statement of the program itself. */
  #scopes: Known[][] = [[]];
  /** How many functions are around it. */
  #functions = 0;
  #loops = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  program(): string {
    const lines: string[] = [];
    for (let count = 0; count < 5 || this.#at < this.#choices.length; count++) lines.push(this.#topStatement());
    // What is left at the end is told, and handed over.
    for (const { name, type } of this.#scopes[0]!) {
      if (type.kind === "function") lines.push(`engine.on((k) => { engine.log(${this.#callOf(name, type, 1)}); });`);
      if (type.kind === "number") lines.push(`engine.log(${name});`);
    }
    return lines.join("\n");
  }

  #choose(below: number): number {
    return (this.#choices[this.#at++] ?? 0) % below;
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#choose(from.length)]!;
  }

  #name(base: string): string {
    return `${base}${this.#named++}`;
  }

  #topStatement(): string {
    switch (this.#choose(10)) {
      case 9:
        return this.#plainPush();
      case 0:
        return this.#variable(NUMBER, "let");
      case 1:
        return this.#variable(this.#pick(LEAST_TYPES), "const");
      case 2:
      case 3:
        return this.#functionDeclaration();
      case 4:
        return `engine.on(${this.#expression(this.#pick([HANDLER, PAIR]), 2)});`;
      case 5:
        return this.#late();
      case 6:
        return `engine.give(${this.#expression(COUNTER, 2)});`;
      default:
        return this.#statement(2);
    }
  }

  /** Adds to a list at boot, whatever its length. */
  #plainPush(): string {
    const of = this.#pick([HANDLER, COUNTER]);
    const list = this.#pickOf({ kind: "list", of });
    return list === undefined
      ? this.#variable({ kind: "list", of }, "const")
      : `${list}.push(${this.#expression(of, 2)});`;
  }

  /** A variable that is told later what it holds. */
  #late(): string {
    const name = this.#name("late");
    const value = this.#expression(HANDLER, 2);
    const before = this.#statement(1);
    const user = this.#name("user");
    this.#declare(user, HANDLER, false);
    return [
      `let ${name} = (v) => v;`,
      `function ${user}(v) { return ${name}(v); }`,
      before,
      `${name} = ${value};`,
    ].join("\n");
  }

  #declare(name: string, type: Type, isLet: boolean): void {
    this.#scopes[0]!.push({ name, type, isLet });
  }

  #known(): Known[] {
    return this.#scopes.flat();
  }

  #variable(type: Type, kind: "let" | "const"): string {
    const name = this.#name(type.kind === "record" ? type.name : type.kind);
    const text = `${kind} ${name} = ${this.#expression(type, 2)};`;
    this.#declare(name, type, kind === "let");
    return text;
  }

  #functionDeclaration(): string {
    const name = this.#name("f");
    const parameters = Array.from({ length: this.#choose(4) }, () => this.#pick(LEAST_TYPES));
    const { names, body } = this.#body(parameters);
    this.#declare(name, { kind: "function", parameters }, false);
    return `function ${name}(${names.join(", ")}) {\n${body}\n}`;
  }

  #body(parameters: readonly Type[]): { names: string[]; body: string } {
    const names = parameters.map((type) => this.#name(type.kind[0]!));
    this.#scopes.unshift(
      names.map((name, at) => ({ name, type: parameters[at]!, isLet: parameters[at]!.kind === "number" })),
    );
    this.#functions++;
    const loops = this.#loops;
    this.#loops = 0;
    const statements = Array.from({ length: this.#choose(4) }, () => this.#statement(1));
    statements.push(`return ${this.#expression(NUMBER, 2)};`);
    this.#loops = loops;
    this.#functions--;
    this.#scopes.shift();
    return { names, body: statements.join("\n") };
  }

  #block(count: number): string {
    this.#scopes.unshift([]);
    const statements = Array.from({ length: count }, () => this.#statement(0));
    this.#scopes.shift();
    return `{\n${statements.join("\n")}\n}`;
  }

  #statement(depth: number): string {
    switch (this.#choose(depth > 0 ? 15 : 8)) {
      case 0:
        return `engine.log(${this.#expression(NUMBER, 2)});`;
      case 1:
        return this.#assignment();
      case 2:
        return this.#fieldAssignment();
      case 3:
        return `${this.#expression(NUMBER, 2)};`;
      case 4:
        return this.#push();
      case 5:
        return this.#variable(this.#pick(LEAST_TYPES), "const");
      case 6:
        return this.#variable(NUMBER, "let");
      case 7:
        return this.#functions > 0 && this.#choose(3) === 0
          ? `if (${this.#condition()}) return ${this.#expression(NUMBER, 1)};`
          : `${this.#call(1)};`;
      case 8:
      case 9:
        return `if (${this.#condition()}) ${this.#block(1)} else ${this.#block(this.#choose(2))}`;
      case 10:
      case 11:
        return this.#loop();
      case 12:
        return `try ${this.#block(1)} catch (error) { engine.log(error); }`;
      case 13:
        return `switch (${this.#expression(NUMBER, 1)}) { case 1: ${this.#block(1)} break; default: ${this.#block(1)} }`;
      default:
        return this.#push();
    }
  }

  /** Lists stay short: a loop may add to one. */
  #push(): string {
    const of = this.#pick([HANDLER, COUNTER]);
    const list = this.#pickOf({ kind: "list", of });
    return list === undefined
      ? this.#assignment()
      : `if (${list}.length < 4) ${list}.push(${this.#expression(of, 1)});`;
  }

  #loop(): string {
    if (this.#loops > 0) return `engine.log(${this.#expression(NUMBER, 1)});`;
    const type = this.#pick([HANDLER, COUNTER]);
    const list = this.#pickOf({ kind: "list", of: type });
    if (list === undefined) return `engine.log(${this.#expression(NUMBER, 1)});`;
    this.#loops++;
    const entry = this.#name("entry");
    this.#scopes.unshift([{ name: entry, type, isLet: false }]);
    const ends = this.#choose(5) === 0 ? `if (${this.#condition()}) ${this.#pick(["break", "continue"])};\n` : "";
    const body = `${ends}${this.#call(1)};\n${this.#statement(0)}`;
    this.#scopes.shift();
    this.#loops--;
    return `for (const ${entry} of ${list}) {\n${body}\n}`;
  }

  #assignment(): string {
    const variables = this.#known().filter(({ isLet, type }) => isLet && type.kind === "number");
    if (variables.length === 0) return `engine.log(${this.#expression(NUMBER, 1)});`;
    const { name } = this.#pick(variables);
    if (this.#choose(4) === 1) return `${name}++;`;
    return `${name} ${this.#pick(["=", "+=", "-="])} ${this.#expression(NUMBER, 2)};`;
  }

  #fieldAssignment(): string {
    const records = this.#known().filter(({ type }) => type.kind === "record");
    if (records.length === 0) return this.#assignment();
    const { name, type } = this.#pick(records);
    const fields = Object.entries(FIELDS[type.kind === "record" ? type.name : ""]!);
    const [field, fieldType] = this.#pick(fields);
    return `${name}.${field} = ${this.#expression(fieldType, 1)};`;
  }

  #condition(): string {
    return `${this.#expression(NUMBER, 1)} ${this.#pick(["<", ">", "===", "!=="])} ${this.#expression(NUMBER, 1)}`;
  }

  #call(depth: number): string {
    const functions = this.#known().filter(({ type }) => type.kind === "function");
    if (functions.length === 0) return "engine.read()";
    const { name, type } = this.#pick(functions);
    return this.#callOf(name, type, depth);
  }

  #callOf(name: string, type: Type, depth: number): string {
    const parameters = type.kind === "function" ? type.parameters : [];
    const given = parameters.map((each) => this.#expression(each, depth - 1));
    if (this.#choose(12) === 1) given.push(this.#expression(NUMBER, depth - 1));
    return `${name}(${given.join(", ")})`;
  }

  #expression(type: Type, depth: number): string {
    const found = this.#choose(3) > 0 ? this.#pickOf(type) : undefined;
    switch (type.kind) {
      case "number":
        return this.#number(found, depth);
      case "function":
        if (found !== undefined && this.#choose(8) === 1)
          return `(${this.#condition()} ? ${found} : ${this.#pickOf(type)!})`;
        return found ?? this.#arrow(type.parameters, depth);
      case "record":
        return found ?? this.#record(type.name, depth);
      case "list":
        if (found !== undefined) return found;
        return `[${Array.from({ length: depth > 0 ? this.#choose(3) : 0 }, () => this.#expression(type.of, depth - 1)).join(", ")}]`;
    }
  }

  #number(found: string | undefined, depth: number): string {
    if (depth <= 0) return found ?? String(this.#choose(4));
    switch (this.#choose(10)) {
      case 0:
      case 1:
        return found ?? String(this.#choose(4));
      case 2:
      case 3:
        return `(${this.#expression(NUMBER, depth - 1)} ${this.#pick(["+", "-", "*"])} ${this.#expression(NUMBER, depth - 1)}) % 97`;
      case 4:
        return `(${this.#condition()} ? ${this.#expression(NUMBER, depth - 1)} : ${this.#expression(NUMBER, depth - 1)})`;
      case 5:
        return `(${this.#expression(NUMBER, depth - 1)} ${this.#pick(["&&", "||"])} ${this.#expression(NUMBER, depth - 1)})`;
      case 6:
        return "engine.read()";
      case 7: {
        const factory = this.#name("made");
        const start = this.#name("start");
        // A closure that is made and called at once.
        return `((${start}) => { let ${factory} = ${start}; return (() => { ${factory}++; return ${factory}; })(); })(${this.#expression(NUMBER, depth - 1)})`;
      }
      default:
        return this.#call(depth);
    }
  }

  #arrow(parameters: readonly Type[], depth: number): string {
    if (depth > 0 && this.#choose(2) === 1) {
      const { names, body } = this.#body(parameters);
      return `(${names.join(", ")}) => {\n${body}\n}`;
    }
    const names = parameters.map((type) => this.#name(type.kind[0]!));
    this.#scopes.unshift(names.map((name, at) => ({ name, type: parameters[at]!, isLet: false })));
    const loops = this.#loops;
    this.#loops = 0;
    const value = this.#expression(NUMBER, depth - 1);
    this.#loops = loops;
    this.#scopes.shift();
    return `(${names.join(", ")}) => ${value}`;
  }

  #record(name: string, depth: number): string {
    const fields = Object.entries(FIELDS[name]!).map(
      ([field, type]) => `${field}: ${this.#expression(type, depth - 1)}`,
    );
    return `{ ${fields.join(", ")} }`;
  }

  /** A variable, or a field that one leads to, of a type. */
  #pickOf(type: Type): string | undefined {
    const found = this.#known().flatMap((each) => pathsTo(type, each.name, each.type));
    return found.length === 0 ? undefined : this.#pick(found);
  }
}

function pathsTo(type: Type, path: string, from: Type): string[] {
  if (JSON.stringify(from) === JSON.stringify(type)) return [path];
  if (from.kind !== "record") return [];
  return Object.entries(FIELDS[from.name]!).flatMap(([field, each]) => pathsTo(type, `${path}.${field}`, each));
}
