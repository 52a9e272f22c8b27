import ts from "typescript";

type Span = readonly [start: number, end: number];

/** What a statement of the top level uses: other such statements, and names that its file imports. */
export interface Uses {
  statements: readonly ts.Statement[];
  imports: readonly ts.Node[];
}

/**
 * What no program reached from its entry uses, as spans of its files: functions, constants and imports. The compiler to Lua takes
 * whole files; a board must not carry what it does not use. What may do something when its file is loaded is used.
 * @param usesOf What was found of a file's statements before, and is still so
 */
export function unusedCode(
  program: ts.Program,
  entryPath: string,
  usesOf: (file: ts.SourceFile) => Map<ts.Statement, Uses> = () => new Map(),
): ReadonlyMap<string, readonly Span[]> {
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  const used = new Set<ts.Statement>();
  const usedImports = new Set<ts.Node>();
  const waiting: ts.Statement[] = [];

  const use = (statement: ts.Statement): void => {
    if (used.has(statement)) return;
    used.add(statement);
    waiting.push(statement);
  };
  const findUses = (statement: ts.Statement): Uses => {
    const statements = new Set<ts.Statement>();
    const imports = new Set<ts.Node>();
    const useSymbol = (symbol: ts.Symbol | undefined): void => {
      for (const declaration of symbol?.declarations ?? []) {
        if (declaration.getSourceFile().isDeclarationFile) continue;
        if (isImported(declaration)) {
          imports.add(declaration);
          useSymbol(checker.getAliasedSymbol(symbol!));
        } else if (ts.isSourceFile(declaration)) {
          declaration.statements.forEach((each) => statements.add(each));
        } else {
          const used = topStatement(declaration);
          if (used !== undefined) statements.add(used);
        }
      }
    };
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      if (ts.isIdentifier(node)) {
        useSymbol(
          ts.isShorthandPropertyAssignment(node.parent)
            ? checker.getShorthandAssignmentValueSymbol(node.parent)
            : ts.isExportSpecifier(node.parent)
              ? checker.getExportSpecifierLocalTargetSymbol(node.parent)
              : checker.getSymbolAtLocation(node),
        );
      }
      ts.forEachChild(node, visit);
    };
    visit(statement);
    return { statements: [...statements], imports: [...imports] };
  };
  const follow = (statement: ts.Statement): void => {
    const known = usesOf(statement.getSourceFile());
    let uses = known.get(statement);
    if (uses === undefined) known.set(statement, (uses = findUses(statement)));
    uses.imports.forEach((each) => usedImports.add(each));
    uses.statements.forEach(use);
  };

  const original = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);

  for (const file of files) {
    for (const statement of file.statements) {
      if (file.fileName === entryPath ? !ts.isImportDeclaration(statement) : hasEffect(statement)) use(statement);
    }
  }
  for (let statement = waiting.pop(); statement !== undefined; statement = waiting.pop()) follow(statement);
  // A name that is exported under another counts as soon as what it names does.
  for (const file of files) {
    for (const statement of file.statements) {
      if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined && !used.has(statement)) {
        const names = ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements : [];
        const locals = names.flatMap((name) => checker.getExportSpecifierLocalTargetSymbol(name) ?? []);
        const targets = locals.flatMap((local) => original(local).declarations ?? []);
        if (targets.some((target) => used.has(topStatement(target)!))) {
          used.add(statement);
          // What is passed on comes in first.
          for (const local of locals) local.declarations?.filter(isImported).forEach((each) => usedImports.add(each));
        }
      }
    }
  }

  const unused = new Map<string, Span[]>();
  for (const file of files) {
    const spans = file.statements.flatMap((statement) => {
      if (ts.isImportDeclaration(statement)) return unusedImports(statement, usedImports, checker);
      return used.has(statement) || !isValue(statement) ? [] : [spanOf(statement)];
    });
    if (spans.length > 0) unused.set(file.fileName, spans);
  }
  return unused;
}

/** The text with the spans taken out of it, and every other character where it was. */
export function without(text: string, spans: readonly Span[]): string {
  return spans.reduce(
    (rest, [start, end]) => rest.slice(0, start) + rest.slice(start, end).replace(/[^\n]/g, " ") + rest.slice(end),
    text,
  );
}

function unusedImports(statement: ts.ImportDeclaration, used: ReadonlySet<ts.Node>, checker: ts.TypeChecker): Span[] {
  const bindings = statement.importClause?.namedBindings;
  if (bindings === undefined || statement.importClause?.phaseModifier !== undefined) return [];
  if (ts.isNamespaceImport(bindings)) return used.has(bindings) ? [] : [spanOf(statement)];
  const isKept = (name: ts.ImportSpecifier): boolean => used.has(name) || name.isTypeOnly || isType(name, checker);
  const dropped = bindings.elements.filter((name) => !isKept(name));
  if (dropped.length === bindings.elements.length) return [spanOf(statement)];
  const text = statement.getSourceFile().text;
  // With the comma behind it.
  return dropped.map((name) => [name.getStart(), text[name.end] === "," ? name.end + 1 : name.end]);
}

/** Whether it is erased: a type, or an enumeration whose values stand where they are used. */
function isType(name: ts.ImportSpecifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name.name);
  const target = symbol === undefined ? undefined : checker.getAliasedSymbol(symbol);
  const { flags } = target ?? { flags: 0 };
  return (flags & ts.SymbolFlags.ConstEnum) !== 0 || (flags & ts.SymbolFlags.Value) === 0;
}

function isImported(declaration: ts.Declaration): boolean {
  return (
    ts.isImportSpecifier(declaration) ||
    ts.isNamespaceImport(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isExportSpecifier(declaration)
  );
}

function topStatement(node: ts.Node): ts.Statement | undefined {
  let at = node;
  while (at.parent !== undefined && !ts.isSourceFile(at.parent)) at = at.parent;
  return at.parent === undefined ? undefined : (at as ts.Statement);
}

function isValue(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement) || ts.isExportDeclaration(statement);
}

function hasEffect(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some(
      ({ initializer }) => initializer !== undefined && !isPure(initializer),
    );
  }
  return !(
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement)
  );
}

/** Whether nothing happens when it is evaluated. */
function isPure(node: ts.Expression): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isLiteralExpression(node)) return true;
  if (ts.isIdentifier(node)) return true;
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isPrefixUnaryExpression(node)) {
    return isPure(ts.isPrefixUnaryExpression(node) ? node.operand : node.expression);
  }
  if (ts.isPropertyAccessExpression(node)) return isPure(node.expression);
  if (ts.isBinaryExpression(node)) return isPure(node.left) && isPure(node.right);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPure);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every(
      (property) =>
        ts.isShorthandPropertyAssignment(property) ||
        ts.isMethodDeclaration(property) ||
        (ts.isPropertyAssignment(property) && isPure(property.initializer)),
    );
  }
  return false;
}

function spanOf(node: ts.Node): Span {
  return [node.getStart(), node.end];
}
