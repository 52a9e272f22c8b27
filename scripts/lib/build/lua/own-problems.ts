import ts from "typescript";
import type { LuaVersion } from "../../packages/puc-lua";
import { isOwn, type OwnProgram } from "../own-program";
import { MATH } from "./library";

const names = (text: string): readonly string[] => text.split(/\s+/);

/** Of the language's own globals, what typescript-to-lua 1.37 makes Lua of, without a library of some kilobytes. */
const GLOBALS = names(
  "Array Boolean Infinity Math NaN Number Object String isFinite isNaN parseFloat parseInt undefined Error " +
    "Uint8Array Uint16Array Uint32Array Int32Array Float64Array",
);

/** And of what is in them, by the interface that declares it. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  String: names(
    "charAt charCodeAt concat indexOf length replace slice split substr substring toLowerCase toString toUpperCase trim",
  ),
  StringConstructor: names("fromCharCode"),
  Array: names(
    "concat every filter forEach indexOf join length map pop push reduce reduceRight reverse shift slice some sort splice unshift",
  ),
  ReadonlyArray: names("concat every filter forEach indexOf join length map reduce reduceRight slice some"),
  ArrayConstructor: names("isArray"),
  Number: names("toFixed toString"),
  NumberConstructor: names("NaN MAX_VALUE MIN_VALUE NEGATIVE_INFINITY POSITIVE_INFINITY"),
  Object: names("hasOwnProperty toString"),
  ObjectConstructor: names("keys"),
  Function: names("apply bind call"),
  CallableFunction: names("apply bind call"),
  Error: names("message name"),
  Math: names(
    "abs acos asin atan atan2 ceil cos exp floor log max min pow random round sin sqrt tan E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2",
  ),
};

/** What typescript-to-lua makes of Math without Lua's function of that name. */
const WITHOUT_FUNCTION = names("E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 round log pow");

/** Finds what a board's own program takes of the language that is not there in Lua, where it would fail only when it comes to it. */
export function luaProblemsOfOwn(
  own: OwnProgram,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  version: LuaVersion,
): ts.Diagnostic[] {
  if (!isOwn(own, file.fileName) || file.isDeclarationFile) return [];
  const found: ts.Diagnostic[] = [];
  const report = (node: ts.Node, what: string): void => {
    const start = node.getStart(file);
    const messageText = `NodeMCU has no ${what}`;
    found.push({ category: ts.DiagnosticCategory.Error, code: 0, file, start, length: node.end - start, messageText });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node)) {
      const lack = lackOf(node, checker, version);
      if (lack !== undefined) report(node, lack);
    }
    if (ts.isForStatement(node)) {
      for (const use of keptOfHead(node, checker)) {
        report(
          use,
          `new "${use.text}" in each round of a loop: the functions made in it share the last one; keep it in a const of the round`,
        );
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Where functions that are made in a loop use a variable of its head. */
function keptOfHead(loop: ts.ForStatement, checker: ts.TypeChecker): ts.Identifier[] {
  const head = loop.initializer;
  if (head === undefined || !ts.isVariableDeclarationList(head)) return [];
  const own = new Set(head.declarations.map(({ name }) => checker.getSymbolAtLocation(name)));
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (isInFunction && ts.isIdentifier(node) && own.has(checker.getSymbolAtLocation(node))) found.push(node);
    ts.forEachChild(node, (child) => visit(child, isInFunction || ts.isFunctionLike(node)));
  };
  visit(loop.statement, false);
  return found.filter((node) => checker.getSymbolAtLocation(node) !== undefined);
}

function lackOf(node: ts.Identifier, checker: ts.TypeChecker, version: LuaVersion): string | undefined {
  const { parent, text } = node;
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  const [declaration] = declarations;
  if (declaration === undefined || !declarations.every(isOfLanguage)) return undefined;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if (!isMember) {
    // Some, such as Date, are an interface and a variable of one name.
    const isValue = declarations.some((each) => ts.isVariableDeclaration(each) || ts.isFunctionDeclaration(each));
    return isValue ? globalLack(text) : undefined;
  }
  const owner = declaration.parent;
  const name = ts.isInterfaceDeclaration(owner) ? owner.name.text : "";
  const known = MEMBERS[name];
  if (known?.includes(text) !== true)
    return name.endsWith("Constructor") || name === "Math" ? `${parent.expression.getText()}.${text}` : `.${text}`;
  // The ESP8266's library is smaller.
  const isThere = version === "5.3" || name !== "Math" || WITHOUT_FUNCTION.includes(text) || MATH.includes(text);
  return isThere ? undefined : `Math.${text} on the ESP8266`;
}

function globalLack(name: string): string | undefined {
  return GLOBALS.includes(name) ? undefined : name;
}

/** Whether it is declared by the compiler's own files. */
function isOfLanguage(declaration: ts.Declaration): boolean {
  return /\/typescript\/lib\/lib\.[^/]+\.d\.ts$/.test(declaration.getSourceFile().fileName);
}
