import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { compileLua } from "../scripts/lib/lua/compile-lua";
import { sourceFiles } from "./imports";
import { LuaVm } from "./simulator/lua/vm";

const root = resolve(__dirname, "..");

describe("the firmware, all but the other engine's folder, as Lua", function () {
  this.timeout(60_000);
  for (const version of ["5.1", "5.3"] as const) {
    it(`is a program for Lua ${version}`, () => {
      const sources = sourceFiles(root, "firmware").filter((path) => !path.startsWith("firmware/engine/espruino/"));
      const modules = sources.filter((path) => !path.endsWith(".d.ts")).map((path) => path.replace(/\.ts$/, ""));
      const program = (firmware: string): string =>
        modules.map((path, i) => `import * as m${i} from "${path.replace(/^firmware/, firmware)}";\n`).join("") +
        `export const all = [${modules.map((_, i) => `m${i}`).join(", ")}];\n`;
      const { code } = compileLua(program, root, join(root, "dist"), version);
      assert.match(code, /\["firmware\.mqtt\.receive"\] = function/);
      assert.deepEqual(new LuaVm({ version }).run(`return function(...) ${code} end`).length, 1);
    });
  }
});
