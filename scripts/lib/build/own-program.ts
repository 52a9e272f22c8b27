import { dirname, resolve } from "node:path";
import ts from "typescript";
import { ownFiles } from "./own-files";

/** What a compiler has to know of a board's own program. */
export interface OwnProgram {
  /** Its file. */
  entry: string;
  /** The paths of its files and of those that it imports from beside it, with slashes. */
  paths: ReadonlySet<string>;
}

export function ownProgram(entry: string | undefined): OwnProgram | undefined {
  if (entry === undefined) return undefined;
  const paths = new Set(ownFiles(entry).map(({ path }) => withSlashes(path)));
  return { entry: withSlashes(resolve(entry)), paths };
}

export function isOwn(own: OwnProgram | undefined, fileName: string): boolean {
  return own?.paths.has(withSlashes(fileName)) === true;
}

function withSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}

/** Of the compiler: what is declared and not used. In somebody's own program that is nobody's business here. */
const UNUSED = new Set([6133, 6138, 6192, 6196, 6198, 6199, 6205]);

export function concernsOwn(own: OwnProgram | undefined, { code, file }: ts.Diagnostic): boolean {
  return file === undefined || !isOwn(own, file.fileName) || !UNUSED.has(code);
}

/**
 * Finds what a board's own program may not do, in one of its files: what holds for it and not for the firmware.
 * @param engineFiles The paths of the files that declare what belongs to the engine
 */
export function problemsOfOwn(
  own: OwnProgram,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  engineFiles: ReadonlySet<string>,
): ts.Diagnostic[] {
  if (!isOwn(own, file.fileName) || file.isDeclarationFile) return [];
  const found: ts.Diagnostic[] = [];
  const report = (node: ts.Node, messageText: string): void => {
    const start = node.getStart(file);
    found.push({ category: ts.DiagnosticCategory.Error, code: 0, file, start, length: node.end - start, messageText });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) checkImport(node, own, checker, report);
    const lack = lackOf(node);
    if (lack !== undefined) report(node, lack);
    if (ts.isIdentifier(node) && isEngines(node, checker, engineFiles)) {
      report(node, `"${node.text}" is the engine's; a program uses what it is given, and so runs on every engine`);
    }
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  if (file.fileName === own.entry && !exportsFunction(file, checker)) {
    found.push({
      category: ts.DiagnosticCategory.Error,
      code: 0,
      file,
      start: 0,
      length: 0,
      messageText: "a program exports one function by default: export default function …(board) { … }",
    });
  }
  return found;
}

function checkImport(
  node: ts.ImportDeclaration | ts.ExportDeclaration,
  own: OwnProgram,
  checker: ts.TypeChecker,
  report: (node: ts.Node, message: string) => void,
): void {
  if (node.moduleSpecifier === undefined) return;
  if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  if (ts.isExportDeclaration(node) && node.isTypeOnly) return;
  const target = checker.getSymbolAtLocation(node.moduleSpecifier)?.declarations?.find(ts.isSourceFile);
  // What is not there the compiler tells itself.
  if (target === undefined) return;
  const isBeside = dirname(target.fileName) === dirname(own.entry);
  if (isBeside) return;
  report(
    node.moduleSpecifier,
    "a program imports helper files that lie beside it, such as ./helper, and types: import type { … }",
  );
}

/** What neither engine, or the build, can make of a piece of syntax. */
function lackOf(node: ts.Node): string | undefined {
  if (ts.canHaveModifiers(node)) {
    const async = ts.getModifiers(node)?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    if (async !== undefined) return "a program has no async functions: use after() and callbacks";
  }
  if (ts.isAwaitExpression(node)) return "a program has no await: use after() and callbacks";
  if (ts.isFunctionLike(node) && "asteriskToken" in node && node.asteriskToken !== undefined) {
    return "a program has no generators: use every() and callbacks";
  }
  if (ts.isTaggedTemplateExpression(node)) return "a program has no tagged templates";
  if (ts.isLabeledStatement(node)) return "a program has no labels";
  if (ts.isRegularExpressionLiteral(node)) {
    return "a program has no regular expressions, which NodeMCU lacks: use indexOf, startsWith, substring …";
  }
  if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword && ts.isClassLike(node.parent)) {
    return "a class of a program extends no other: give it the other one as a field";
  }
  if (ts.isDecorator(node)) return "a program has no decorators";
  if (ts.isPrivateIdentifier(node)) return "a program has no #private members: use the keyword private";
  if (ts.isBigIntLiteral(node)) return "a program has no BigInt";
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return "a program has no import(): import at the top of the file";
  }
  return undefined;
}

function isEngines(node: ts.Identifier, checker: ts.TypeChecker, engineFiles: ReadonlySet<string>): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declarations.length > 0 && declarations.every((each) => engineFiles.has(each.getSourceFile().fileName));
}

function exportsFunction(file: ts.SourceFile, checker: ts.TypeChecker): boolean {
  const module = checker.getSymbolAtLocation(file);
  const exported = module?.exports?.get(ts.InternalSymbolName.Default);
  if (module === undefined || exported === undefined) return false;
  const [signature] = checker.getSignaturesOfType(checker.getTypeOfSymbol(exported), ts.SignatureKind.Call);
  return signature !== undefined && signature.parameters.length <= 1;
}
