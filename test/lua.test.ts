import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import ts from "typescript";
import { LuaLibImportKind, LuaTarget, transpileFiles } from "typescript-to-lua";
import { sourceFiles } from "./imports";

const root = resolve(__dirname, "..");

/** Compiles everything that has to run on a Lua engine too: all but the other engine's own folder. */
function compile(): { problems: string[]; files: Map<string, string> } {
  const sources = sourceFiles(root, "firmware").filter((path) => !path.startsWith("firmware/engine/espruino/"));
  const files = new Map<string, string>();
  const { diagnostics } = transpileFiles(
    sources.map((path) => join(root, path)),
    {
      luaTarget: LuaTarget.Lua53,
      luaLibImport: LuaLibImportKind.Require,
      noHeader: true,
      lib: ["lib.es5.d.ts"],
      types: [],
      strict: true,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      rootDir: join(root, "firmware"),
      outDir: join(root, "dist/lua"),
    },
    (path, text) => files.set(path, text),
  );
  return {
    problems: diagnostics.map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
    files,
  };
}

describe("firmware as Lua 5.3", function () {
  this.timeout(30_000);
  let result: ReturnType<typeof compile>;

  before(() => {
    result = compile();
  });

  it("everything outside firmware/engine/espruino compiles with typescript-to-lua", () => {
    assert.deepEqual(result.problems, []);
    assert.ok([...result.files.keys()].some((path) => path.endsWith("mqtt/receive.lua")));
  });

  it("what comes out is Lua (needs lua5.3, a Debian package)", function () {
    if (spawnSync("lua5.3", ["-v"]).error !== undefined) this.skip();
    for (const [path, text] of result.files) {
      const { status, stderr } = spawnSync("lua5.3", ["-e", "assert(load(io.read('a')))"], { input: text });
      assert.equal(status, 0, `${path}: ${String(stderr)}`);
    }
  });
});
