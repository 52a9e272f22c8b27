import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import ts from "typescript";

/** One import, as paths from the project's root without ".ts"; a package keeps its name. */
export interface Import {
  from: string;
  to: string;
  line: number;
  /** Whether nothing of it is left when the types are gone. */
  isType: boolean;
}

/** Every TypeScript file below a folder of the project, as paths from its root. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** The imports and exports-from of a file, types included, and its `import()`s and `require()`s. */
export function importsOf(path: string, text: string): Import[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, isType = false): void => {
    if (specifier !== undefined && ts.isStringLiteral(specifier)) {
      const { text: name } = specifier;
      imports.push({
        from: path.replace(/\.tsx?$/, ""),
        to: name.startsWith(".") ? posix.join(posix.dirname(path), name) : name,
        line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
        isType,
      });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    } else if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
      if (isImport || isRequire) {
        add(node, node.arguments[0]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

export function importsBelow(root: string, folder: string): Import[] {
  return sourceFiles(root, folder).flatMap((path) => importsOf(path, readFileSync(join(root, path), "utf8")));
}
