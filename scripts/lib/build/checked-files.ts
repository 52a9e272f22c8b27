import ts from "typescript";

/**
 * What the compiler knows of files, kept for the next program of this process: a hundred boards are built of the same files in one
 * run of the tests. A file's parsed form is good as long as its text is; that it is sound, and what was made of it, as long as no
 * file's text changed.
 */
interface Known {
  /** What each file said last. */
  texts: Map<string, string>;
  /** By path and text: a compiler that sees only what a board uses of a file sees a few texts of it in turn. */
  parsed: Map<string, ts.SourceFile>;
  sound: WeakSet<ts.SourceFile>;
  made: WeakMap<ts.SourceFile, unknown>;
}

const known = new Map<string, Known>();

/**
 * A host that parses what it has not parsed before.
 * @param kind Programs of one kind have the same options.
 * @param entryPath The program's own file, another one each time, which no other imports
 * @param read Gives a file's text as the compiler is to see it
 */
export function createCachingHost(
  kind: string,
  entryPath: string,
  options: ts.CompilerOptions,
  read: (path: string) => string | undefined = ts.sys.readFile,
): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const all = knownOf(kind);
  host.readFile = read;
  host.getSourceFile = (path, languageVersion) => {
    const text = read(path);
    if (text === undefined) return undefined;
    const parse = (): ts.SourceFile => ts.createSourceFile(path, text, languageVersion, true);
    if (path === entryPath) return parse();
    const before = all.texts.get(path);
    if (before !== undefined && before !== text) {
      all.sound = new WeakSet();
      all.made = new WeakMap();
    }
    all.texts.set(path, text);
    const key = `${path}\n${text}`;
    let file = all.parsed.get(key);
    if (file === undefined) all.parsed.set(key, (file = parse()));
    return file;
  };
  return host;
}

/**
 * What `ts.getPreEmitDiagnostics` finds, but for files that were found sound before.
 * @param check Finds what else is wrong with a file
 */
export function diagnosticsOf(
  kind: string,
  program: ts.Program,
  check: (file: ts.SourceFile) => readonly ts.Diagnostic[] = () => [],
): readonly ts.Diagnostic[] {
  const { sound } = knownOf(kind);
  const fresh = program.getSourceFiles().filter((file) => !sound.has(file));
  const found = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...fresh.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...check(file),
    ]),
  ];
  if (found.length === 0) fresh.forEach((file) => sound.add(file));
  return ts.sortAndDeduplicateDiagnostics(found);
}

/** What `make` makes of a file that was found sound, or made of it before. */
export function madeOf<Made>(kind: string, file: ts.SourceFile, make: () => Made): Made {
  const { made } = knownOf(kind);
  if (!made.has(file)) made.set(file, make());
  return made.get(file) as Made;
}

function knownOf(kind: string): Known {
  let found = known.get(kind);
  if (found === undefined)
    known.set(kind, (found = { texts: new Map(), parsed: new Map(), sound: new WeakSet(), made: new WeakMap() }));
  return found;
}
