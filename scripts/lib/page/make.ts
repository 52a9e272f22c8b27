import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

/** Makes the page's script, with the packages that it needs, and its style. */
export async function makePage(root: string, browser: string): Promise<{ script: string; style: string }> {
  const style = [
    readFileSync(join(root, "node_modules/uplot/dist/uPlot.min.css"), "utf8"),
    readFileSync(join(browser, "page.css"), "utf8"),
  ];
  return { script: await script(root, join(browser, "page.tsx")), style: smallerStyle(style.join("\n")) };
}

async function script(root: string, entry: string): Promise<string> {
  // Loaded only where a page is made, which is once.
  const [{ rollup }, { minify }, { default: ts }] = await Promise.all([
    import("@rollup/wasm-node"),
    import("terser"),
    import("typescript"),
  ]);
  const compiled = (path: string): string =>
    ts.transpileModule(readFileSync(path, "utf8"), {
      fileName: path,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        jsx: ts.JsxEmit.ReactJSX,
        jsxImportSource: "preact",
        verbatimModuleSyntax: true,
      },
    }).outputText;
  const bundling = await rollup({
    input: entry,
    plugins: [
      {
        name: "page",
        resolveId: (specifier, importer) =>
          importer === undefined
            ? specifier
            : specifier.startsWith(".")
              ? fileOf(resolve(dirname(importer), specifier))
              : packageFile(root, specifier),
        load: (id) => (/\.tsx?$/.test(id) ? compiled(id) : null),
      },
    ],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundling.generate({ format: "es" });
  await bundling.close();
  const { code = "" } = await minify(output[0].code, { module: true, ecma: 2020, compress: { passes: 2 } });
  return code;
}

function fileOf(path: string): string {
  const found = [path, `${path}.ts`, `${path}.tsx`].find((each) => /\.\w+$/.test(each) && existsSync(each));
  if (found === undefined) throw new Error(`the page imports ${path}, which is not there`);
  return found;
}

/** The file of a package that is for bundlers. */
function packageFile(root: string, name: string): string {
  if (name === "uplot") return join(root, "node_modules/uplot/dist/uPlot.esm.js");
  return createRequire(join(root, "package.json")).resolve(name);
}

/** Without comments and the blanks that are there for people. */
function smallerStyle(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .trim();
}
