import assert from "node:assert/strict";
import { resolve } from "node:path";
import { compileLua, type LuaVersion } from "../../../../../scripts/lib/build/lua/compile-lua";
import { LuaVm } from "../../../../simulator/lua/vm";

const root = resolve(__dirname, "../../../../..");

describe("numbers in Lua 5.1", function () {
  this.timeout(30_000);
  const compile = (source: string, version: LuaVersion): string => compileLua(() => source, root, version).code;

  it("have logarithms, of which the library on the chip has none", () => {
    const values = [1e-300, 0.1, 0.75, 1, 1.5, 1.7, 10, 12_345.678, 1e300, Infinity, 0, -1, NaN];
    const found: number[] = [];
    const vm = new LuaVm({ version: "5.1" });
    vm.setGlobal("report", (text) => void found.push(Number(text)));
    const calls = values.map((value) => `report(Math.log(${value}));`).join("\n");
    const code = compile(`export {};\ndeclare function report(value: number): void;\n${calls}`, "5.1");
    assert.ok(!code.includes("math.log"));
    vm.run(code);
    values.forEach((value, i) => {
      const expected = Math.log(value);
      const isNear = Math.abs(found[i] - expected) <= Math.abs(expected) * 1e-14;
      assert.ok(isNear || Object.is(found[i], expected), `ln ${value} = ${found[i]}`);
    });
  });

  it("are refused what else the library on the chip has not", () => {
    const source = "export const x = Math.sin(Math.random());";
    assert.throws(() => compile(source, "5.1"), /NodeMCU's Lua 5\.1 has no math\.sin/);
    assert.match(compile(source, "5.3"), /math\.sin/);
  });
});
