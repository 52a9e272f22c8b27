import assert from "node:assert/strict";
import { resolve } from "node:path";
import { compileLua } from "../scripts/lib/build/lua/compile-lua";
import { sourceFiles } from "./imports";
import { itInFull } from "./thorough";
import { LuaVm } from "./simulator/lua/vm";

const root = resolve(__dirname, "..");

describe("the firmware, all but what is another engine's or another chip's, as Lua", function () {
  this.timeout(60_000);
  for (const [chip, version] of [
    ["esp32", "5.1"],
    ["esp32", "5.3"],
    ["esp8266", "5.1"],
  ] as const) {
    // Which nobody's firmware has by default.
    const test = chip === "esp32" && version === "5.1" ? itInFull : it;
    test(`is a program for Lua ${version} on the ${chip.toUpperCase()}`, () => {
      const others = chip === "esp32" ? ["esp8266"] : ["esp32", "esp32c3", "esp32s3"];
      const sources = sourceFiles(root, "firmware").filter(
        (path) =>
          !path.startsWith("firmware/engine/espruino/") &&
          !others.some((other) => path.startsWith(`firmware/engine/nodemcu/${other}/`)),
      );
      const modules = sources.filter((path) => !path.endsWith(".d.ts")).map((path) => path.replace(/\.ts$/, ""));
      const program = (firmware: string): string =>
        // Named, each would be a local variable: of those Lua has 200.
        modules.map((path) => `import "${path.replace(/^firmware/, firmware)}";\n`).join("") + "export {};\n";
      const { code } = compileLua(program, root, version, chip);
      assert.match(code, /\["firmware\.mqtt\.receive"\] = function/);
      assert.deepEqual(new LuaVm({ version }).run(`return function(...) ${code} end`).length, 1);
    });
  }
});
