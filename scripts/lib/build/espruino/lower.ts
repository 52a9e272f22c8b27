import ts from "typescript";

/** Where lowered code imports what it calls from. */
export const HELPERS = "tslib";

/**
 * Compiles a file of a board's own program to what the interpreter knows: without destructuring, default values, spread, `?.` and
 * `??=`, classes as functions, and what a loop declares anew in each round where a function keeps it.
 */
export function lower(path: string, text: string): { code: string; map: string } {
  const { outputText, sourceMapText = "" } = ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.ESNext,
      ignoreDeprecations: "6.0",
      importHelpers: true,
      removeComments: true,
      sourceMap: true,
      strict: true,
    },
    transformers: { before: [plainTexts, functionsFirst] },
  });
  const map = JSON.parse(sourceMapText) as { sources: string[] };
  map.sources = [path];
  return { code: outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"), map: JSON.stringify(map) };
}

/** Puts texts with values in them together by `+`, which the interpreter does faster than by the method that the compiler would take. */
const plainTexts: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const seen = ts.visitEachChild(node, visit, context);
    if (!ts.isTemplateExpression(seen)) return seen;
    const text = (of: ts.TemplateLiteralLikeNode): ts.Expression[] =>
      of.text === "" ? [] : [factory.createStringLiteral(of.text)];
    const pieces = seen.templateSpans.flatMap(({ expression, literal }): ts.Expression[] => [
      factory.createParenthesizedExpression(expression),
      ...text(literal),
    ]);
    const sum = pieces.reduce<ts.Expression>(
      (left, right) => factory.createAdd(left, right),
      factory.createStringLiteral(seen.head.text),
    );
    return ts.setTextRange(factory.createParenthesizedExpression(sum), seen);
  };
  return (file) => visit(file) as ts.SourceFile;
};

/** Puts the functions that a block declares in front of it: the interpreter does not look for them in advance. */
const functionsFirst: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const sorted = (statements: ts.NodeArray<ts.Statement>): ts.Statement[] => [
    ...statements.filter((each) => ts.isFunctionDeclaration(each) && each.body !== undefined),
    ...statements.filter((each) => !(ts.isFunctionDeclaration(each) && each.body !== undefined)),
  ];
  const visit = (node: ts.Node): ts.Node => {
    const seen = ts.visitEachChild(node, visit, context);
    if (ts.isBlock(seen)) return context.factory.updateBlock(seen, sorted(seen.statements));
    if (ts.isSourceFile(seen)) return context.factory.updateSourceFile(seen, sorted(seen.statements));
    return seen;
  };
  return (file) => visit(file) as ts.SourceFile;
};

/** What lowered code calls. */
export const HELPERS_CODE = `
export function __assign(to) {
  for (var i = 1; i < arguments.length; i++) {
    var from = arguments[i];
    for (var key in from) to[key] = from[key];
  }
  return to;
}
export function __rest(from, without) {
  var rest = {};
  for (var key in from) if (without.indexOf(key) < 0) rest[key] = from[key];
  return rest;
}
export function __spreadArray(to, from) {
  var all = to.slice();
  for (var i = 0; i < from.length; i++) all.push(from[i]);
  return all;
}
`;
