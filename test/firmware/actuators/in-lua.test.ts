import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import ts from "typescript";
import { LuaLibImportKind, LuaTarget, transpileFiles } from "typescript-to-lua";
import { LuaVm, type LuaFunction, type LuaTable, type LuaVersion } from "../../simulator/lua/vm";
import { trial } from "./trial";

const root = resolve(__dirname, "../../..");

/** The trial and all that it needs as one chunk of Lua. */
function chunk(luaTarget: LuaTarget): string {
  const entry = join(__dirname, "trial.ts");
  let text = "";
  const { diagnostics } = transpileFiles(
    [entry],
    {
      luaTarget,
      luaLibImport: LuaLibImportKind.Require,
      luaBundle: "bundle.lua",
      luaBundleEntry: entry,
      noHeader: true,
      lib: ["lib.es5.d.ts"],
      types: [],
      strict: true,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      rootDir: root,
      outDir: join(root, "dist/lua"),
    },
    (path, written) => {
      if (path.endsWith("bundle.lua")) text = written;
    },
  );
  assert.deepEqual(
    diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    [],
  );
  return text;
}

describe("actuators in a real Lua", function () {
  this.timeout(30_000);

  for (const [version, target] of [
    ["5.1", LuaTarget.Lua51],
    ["5.3", LuaTarget.Lua53],
  ] as [LuaVersion, LuaTarget][]) {
    it(`do in ${version} what they do in V8`, () => {
      const expected: string[] = [];
      trial((line) => expected.push(line));
      const printed: string[] = [];
      const [exported] = new LuaVm({ version }).run(chunk(target), "trial");
      const run = (exported as LuaTable).get("trial") as LuaFunction;
      // Functions of typescript-to-lua take what they are called on first.
      run.call(undefined, (_self, line) => void printed.push(String(line)));
      assert.deepEqual(printed, expected);
    });
  }
});
