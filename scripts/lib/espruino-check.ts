import { join } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { parse, type AnyNode, type Program } from "acorn";
import { fullAncestor } from "acorn-walk";
import { MISSING_GLOBALS, MISSING_METHODS, MISSING_PATTERNS, MISSING_STATICS } from "./espruino-gaps";
import { UserError } from "./user-error";

/** Something the interpreter would not run, or would run differently without a word. */
export interface Gap {
  /** Where, as file:line:column of the TypeScript source. */
  place: string;
  message: string;
}

/**
 * @param code JavaScript: a compiled file, or the whole bundle.
 * @param map Its source map, as JSON: gaps are reported where a person wrote them.
 * @param folder What the sources named in the map are relative to, as seen from the project.
 */
export function findGaps(code: string, map: string, sourceType: "module" | "script", folder: string): Gap[] {
  const trace = new TraceMap(map);
  const gaps: Gap[] = [];
  const program = parse(code, { ecmaVersion: "latest", sourceType, locations: true });
  const report = (node: AnyNode, what: string): void => {
    const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
    const original = originalPositionFor(trace, { line, column });
    const place =
      original.source === null
        ? `bundle.js:${line}:${column + 1}`
        : `${join(folder, original.source)}:${original.line}:${original.column + 1}`;
    gaps.push({ place, message: `Espruino has no ${what}` });
  };
  fullAncestor(program, (node, _state, ancestors) => {
    const what =
      syntaxGap(node as AnyNode, code) ?? builtInGap(node as AnyNode, ancestors.at(-2) as AnyNode | undefined);
    if (what !== undefined) {
      report(node as AnyNode, what);
    }
  });
  if (sourceType === "script") {
    findEarlyUses(program, (node, name) => report(node, `function hoisting: "${name}" is used before its definition`));
  }
  return gaps;
}

/** @throws UserError that lists every gap of a compiled file or bundle */
export function checkForEspruino(code: string, map: string, sourceType: "module" | "script", folder: string): void {
  const gaps = findGaps(code, map, sourceType, folder);
  if (gaps.length > 0) {
    throw new UserError(gaps.map(({ place, message }) => `${place}: error: ${message}`).join("\n"));
  }
}

function syntaxGap(node: AnyNode, code: string): string | undefined {
  switch (node.type) {
    case "ObjectPattern":
    case "ArrayPattern":
      return "destructuring";
    case "AssignmentPattern":
      return "default parameters";
    case "RestElement":
      return "rest parameters";
    case "SpreadElement":
      return "spread";
    case "Property":
    case "MethodDefinition":
      return node.computed ? "computed keys" : undefined;
    case "PropertyDefinition":
      return node.computed ? "computed keys" : node.value === null ? "class fields without initialiser" : undefined;
    case "PrivateIdentifier":
      return "#private members";
    case "StaticBlock":
      return "static blocks";
    case "ChainExpression":
      return "?. (optional chaining)";
    case "BinaryExpression":
      return node.operator === "**" ? "** operator" : undefined;
    case "AssignmentExpression":
      return ["**=", "??=", "||=", "&&="].includes(node.operator) ? `${node.operator} operator` : undefined;
    case "LabeledStatement":
      return "labels";
    case "AwaitExpression":
      return "await";
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return node.async ? "async functions" : node.generator ? "generators" : undefined;
    case "TaggedTemplateExpression":
      return "tagged templates";
    case "SwitchStatement": {
      const at = node.cases.findIndex(({ test }) => test === null || test === undefined);
      return at >= 0 && at < node.cases.length - 1 ? "case after default" : undefined;
    }
    case "ClassDeclaration":
    case "ClassExpression":
      return node.superClass?.type === "Identifier" && ["Error", "Array"].includes(node.superClass.name)
        ? `working "extends ${node.superClass.name}"`
        : undefined;
    case "Literal":
      return literalGap(node.raw ?? code.slice(node.start, node.end), node.bigint, node.regex?.pattern);
    case "TemplateElement":
      return /(?<!\\)(\\\\)*\\u\{/.test(code.slice(node.start, node.end)) ? '"\\u{…}" escapes' : undefined;
    default:
      return undefined;
  }
}

function literalGap(raw: string, bigint: string | null | undefined, pattern: string | undefined): string | undefined {
  if (typeof bigint === "string") {
    return "BigInt";
  }
  if (pattern !== undefined) {
    const found = MISSING_PATTERNS.find(([, seen]) => seen.test(pattern));
    return found === undefined ? undefined : `${found[0]} in regular expressions`;
  }
  if (/(?<!\\)(\\\\)*\\u\{/.test(raw)) {
    return '"\\u{…}" escapes';
  }
  return /\\\r?\n/.test(raw) ? "line continuation in strings" : undefined;
}

function builtInGap(node: AnyNode, parent: AnyNode | undefined): string | undefined {
  if (node.type === "Identifier" && MISSING_GLOBALS.has(node.name)) {
    return isReference(node, parent) ? node.name : undefined;
  }
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") {
    return undefined;
  }
  const { name } = node.property;
  if (node.object.type === "Identifier" && MISSING_STATICS.get(node.object.name)?.has(name) === true) {
    return `${node.object.name}.${name}`;
  }
  if (parent?.type === "CallExpression" && parent.callee === node) {
    if (MISSING_METHODS.has(name)) {
      return `method .${name}()`;
    }
    const replacement = parent.arguments[1];
    if (
      name === "replace" &&
      (replacement?.type === "FunctionExpression" || replacement?.type === "ArrowFunctionExpression")
    ) {
      return "replace() with a function";
    }
  }
  return undefined;
}

/** Whether an identifier means a variable rather than the name of a property. */
function isReference(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "MemberExpression") {
    return parent.object === node || parent.computed;
  }
  return !(parent?.type === "Property" || parent?.type === "PropertyDefinition" || parent?.type === "MethodDefinition");
}

/** Finds functions that run, in the outermost function of a bundle, before the interpreter has come to their definition. */
function findEarlyUses(program: Program, found: (node: AnyNode, name: string) => void): void {
  for (const body of outerBodies(program)) {
    const definedAt = new Map<string, number>();
    for (const statement of body) {
      if (statement.type === "FunctionDeclaration" && statement.id !== null) {
        definedAt.set(statement.id.name, statement.start);
      }
    }
    for (const statement of body.filter(({ type }) => type !== "FunctionDeclaration")) {
      visitOwn(statement, (node) => {
        if (node.type === "CallExpression" && node.callee.type === "Identifier") {
          const at = definedAt.get(node.callee.name);
          if (at !== undefined && at > node.start) {
            found(node, node.callee.name);
          }
        }
      });
    }
  }
}

/** The program's statements, and those of a function that is called where it stands. */
function outerBodies(program: Program): AnyNode[][] {
  const bodies: AnyNode[][] = [program.body];
  visitOwn(program, (node) => {
    if (node.type === "CallExpression") {
      const { callee } = node;
      if (callee.type === "FunctionExpression" || callee.type === "ArrowFunctionExpression") {
        bodies.push(callee.body.type === "BlockStatement" ? callee.body.body : []);
      }
    }
  });
  return bodies;
}

/** Visits what runs at once: not what stands inside functions. */
function visitOwn(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === "string" && !/Function/.test(child.type)) {
        visitOwn(child, visit);
      }
    }
  }
}
