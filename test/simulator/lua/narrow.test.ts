import assert from "node:assert/strict";
import { LuaError, LuaVm } from "./vm";

/** What each expression prints, on a machine whose numbers have 32 bits. Folded by the compiler, and computed. */
function shown(expressions: readonly string[]): Record<string, string> {
  const lines: string[] = [];
  const vm = new LuaVm({ version: "5.3", print: (line) => lines.push(line) });
  const result: Record<string, string> = {};
  for (const expression of expressions) {
    // Each number in a variable of its own: nothing is left to fold.
    const numbers: string[] = [];
    const computed = expression.replace(/'[^']*'|(?<![\w.])[\d.]+(?:e\d+)?/g, (part) =>
      part.startsWith("'") ? part : `v[${numbers.push(part)}]`,
    );
    vm.run(`print(${expression}) local v = { ${numbers.join(", ")} } print(${computed})`);
    const [folded, run] = lines.splice(0);
    assert.equal(run, folded, expression);
    result[expression] = folded;
  }
  return result;
}

describe("Lua 5.3 with numbers of 32 bits", () => {
  it("integers wrap at 2^31, as LUA_32BITS has them", () => {
    const expected = {
      "2147483647 + 1": "-2147483648",
      "-2147483647 - 2": "2147483647",
      "2147483647 * 2": "-2",
      "65536 * 65536": "0",
      "-(-2147483647 - 1)": "-2147483648",
      "(-2147483647 - 1) // -1": "-2147483648",
      "-7 // 2": "-4",
      "-7 % 3": "2",
    };
    assert.deepEqual(shown(Object.keys(expected)), expected);
  });

  it("shifts fill with zeros and drop what leaves 32 bits", () => {
    const expected = {
      "1 << 31": "-2147483648",
      "1 << 32": "0",
      "1 << 40": "0",
      "-1 >> 28": "15",
      "-1 >> 0": "-1",
      "-1 >> 31": "1",
      "-1 >> 32": "0",
      "-1 << 4": "-16",
      "~0 & 255": "255",
      "5 ~ -1": "-6",
    };
    assert.deepEqual(shown(Object.keys(expected)), expected);
  });

  it("floats have 24 bits, whatever makes them", () => {
    const expected = {
      "16777216.0 + 1": "1.677722e+07",
      "16777216.0 + 1 == 16777216.0": "true",
      "16777217 + 0.0 == 16777216.0": "true",
      "0.1 * 3 == 0.3": "true",
      "1 / 3 * 3 == 1": "true",
      "1e38 * 10": "inf",
      "2 ^ 24 + 1": "1.677722e+07",
      "string.format('%.9f', 0.1)": "0.100000001",
      "math.sqrt(2) == 2 ^ 0.5": "true",
      "tonumber('0.1') == 0.1": "true",
    };
    assert.deepEqual(shown(Object.keys(expected)), expected);
  });

  it("conversions go by 32 bits: what does not fit stays a float", () => {
    const expected = {
      "2147483648": "2.147484e+09",
      "tonumber('2147483647')": "2147483647",
      "tonumber('-2147483648')": "-2147483648",
      "math.type(tonumber('3000000000'))": "float",
      "math.floor(2.5)": "2",
      "math.floor(3e9)": "3e+09",
      "math.floor(-2147483648.0)": "-2147483648",
      "math.tointeger(3e9)": "nil",
      "2147483647 == 2147483647.0": "false",
      "3.0 | 0": "3",
      "math.maxinteger": "2147483647",
      "math.mininteger": "-2147483648",
    };
    assert.deepEqual(shown(Object.keys(expected)), expected);
    assert.throws(() => new LuaVm({ version: "5.3" }).run("return 3e9 | 0"), LuaError);
  });

  it("sums of a hundred thousand floats are what single precision makes of them, bit for bit", () => {
    let state = 1;
    let expected = 0;
    const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff);
    for (let i = 0; i < 100_000; i++) {
      const value = Math.fround(next());
      expected = Math.fround(expected + Math.fround(value / 3));
      expected = Math.fround(expected * Math.fround(0.999));
    }
    const [sum] = new LuaVm({ version: "5.3" }).run(`
      local state, sum = 1, 0.0
      for i = 1, 100000 do
        state = (state * 1103515245 + 12345) & 0x7fffffff
        sum = sum + (state + 0.0) / 3
        sum = sum * 0.999
      end
      return sum`);
    assert.equal(sum, expected);
  });

  it("text, bytes and tables are what they were", () => {
    const vm = new LuaVm({ version: "5.3" });
    assert.deepEqual(
      vm.run(
        "local t = { [1.0] = 'x', [2] = 'y' } return t[1], #t, ('x'):rep(3), ('ÿ'):byte(-1), string.format('%5.2f', 3.14159)",
      ),
      ["x", 2, "xxx", 0xff, " 3.14"],
    );
  });
});
