import assert from "node:assert/strict";
import { LuaClass, LuaError, LuaFloat, LuaFunction, LuaObject, LuaStuck, LuaVm } from "./vm";

function functionOf(vm: LuaVm, source: string): LuaFunction {
  const [made] = vm.run(`return ${source}`);
  assert.ok(made instanceof LuaFunction);
  return made;
}

/** What an action throws, which must be a LuaError. */
function luaError(run: () => unknown): LuaError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof LuaError, String(error));
    return error;
  }
  return assert.fail("no error");
}

for (const version of ["5.1", "5.3"] as const) {
  describe(`the machine for Lua ${version}`, () => {
    let vm: LuaVm;
    let printed: string[];

    beforeEach(() => {
      printed = [];
      vm = new LuaVm({ version, print: (line) => printed.push(line) });
    });

    it(`is PUC Lua ${version}`, () => {
      assert.deepEqual(vm.run("return _VERSION"), [`Lua ${version}`]);
    });

    it("runs a chunk and gives what it returns", () => {
      const table = vm.run("return 1, -2.5, 'a\\0\\255', true, false, nil, { 7, a = 'b' }");
      assert.deepEqual(table.slice(0, 6), [1, -2.5, "a\0\xff", true, false, undefined]);
      assert.deepEqual([...(table[6] as Map<unknown, unknown>)].sort(), [
        [1, 7],
        ["a", "b"],
      ]);
    });

    it("prints as the console shows it", () => {
      vm.run("print('a', 1, 1.5, nil, true) print()");
      assert.deepEqual(printed, ["a\t1\t1.5\tnil\ttrue", ""]);
    });

    it("calls functions of Lua's with any bytes and numbers, and gets them back", () => {
      const same = functionOf(vm, "function(...) return ... end");
      const bytes = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));
      for (const value of [
        "",
        "\0",
        "\x010",
        bytes,
        bytes.repeat(300),
        0,
        -1,
        0.5,
        2 ** 31 - 1,
        -(2 ** 31),
        true,
        false,
      ]) {
        assert.deepEqual(same.call(value), [value]);
      }
      assert.deepEqual(same.call(undefined, 1), [undefined, 1]);
      assert.deepEqual(functionOf(vm, "function(t) return t.a.b, t.f() end").call({ a: { b: 3 }, f: () => 4 }), [3, 4]);
    });

    it("gives functions of the host's to Lua", () => {
      const calls: unknown[][] = [];
      vm.setGlobal("host", {
        take: (...args) => void calls.push(args),
        pair: () => ["x", 2],
      });
      assert.deepEqual(vm.run("host.take(1, 'a', nil, true) return host.pair()"), ["x", 2]);
      assert.deepEqual(calls, [[1, "a", undefined, true]]);
      assert.deepEqual(vm.run("return select('#', host.take())"), [0]);
    });

    it("gives objects of the host's, which keep their identity", () => {
      const counter = new LuaClass("counter", {
        add: (self, by) => void ((self as LuaObject<{ count: number }>).target.count += Number(by)),
      });
      const object = new LuaObject(counter, { count: 1 });
      const same = functionOf(vm, "function(a, b) a:add(4) return a == b, a, tostring(a):match('^[^:]*') end");
      assert.deepEqual(same.call(object, object), [true, object, "counter"]);
      assert.equal(object.target.count, 5);
      assert.match(luaError(() => functionOf(vm, "function(a) a.x = 1 end").call(object)).message, /userdata value/);
    });

    it("a callback given to the host is called later, until it is released", () => {
      let kept: LuaFunction | undefined;
      vm.setGlobal("on", (run) => void (kept = run as LuaFunction));
      vm.run("n = 0 on(function(by) n = n + by end)");
      kept?.call(2);
      kept?.call(3);
      assert.equal(vm.global("n"), 5);
      kept?.release();
      assert.throws(() => kept?.call(1), /was released/);
    });

    it("calls Lua out of a function of the host's, in the middle of a call", () => {
      vm.setGlobal("twice", (run) => [...(run as LuaFunction).call(1), ...(run as LuaFunction).call(2)] as number[]);
      assert.deepEqual(vm.run("return twice(function(n) return n * 10 end)"), [10, 20]);
    });

    it("errors come back with place and traceback", () => {
      const error = luaError(() =>
        vm.run("local function f() local x = nil; return x.y end\nlocal z = f()", "program"),
      );
      assert.match(error.message, /^program:1: attempt to index/);
      assert.match(error.traceback, /^stack traceback:\n.*program:1.*\n.*program:2: in main chunk/);
      assert.match(luaError(() => vm.run("x = = 1", "program")).message, /^program:1: unexpected symbol/);
      const message = "setmetatable({}, { __tostring = function() return 'Error: no' end })";
      assert.equal(luaError(() => vm.run(`error(${message})`)).message, "Error: no");
    });

    it("an error of the host's is Lua's, with the place of the call, and pcall catches it", () => {
      vm.setGlobal("fail", () => {
        throw new LuaError("bad argument");
      });
      const error = luaError(() => vm.run("local function f()\n  local x = fail(1)\nend\nf()", "program"));
      assert.equal(error.message, "program:2: bad argument");
      assert.ok(!error.traceback.includes("dispatch"), error.traceback);
      assert.deepEqual(vm.run("return pcall(function() fail() end)", "program"), [false, "program:1: bad argument"]);
    });

    it("any other exception of the host's comes out as it is: a fault of the model is not the program's", () => {
      vm.setGlobal("broken", () => {
        throw new TypeError("broken model");
      });
      assert.throws(() => vm.run("pcall(broken)"), TypeError);
    });

    it("a loop that never ends ends, whatever it catches", () => {
      const limited = new LuaVm({ version, mostInstructions: 100_000 });
      assert.throws(() => limited.run("while true do pcall(function() local x = 1 end) end"), LuaStuck);
      assert.throws(() => limited.run("return 1"), /was stopped/);
      // The bound is for one call, not for all of them.
      const many = new LuaVm({ version, mostInstructions: 100_000 });
      for (let i = 0; i < 20; i++) many.run("for i = 1, 10000 do end");
    });

    it("tells the memory in use, to the byte, and calls of the host's cost none", () => {
      vm.setGlobal("now", () => 5);
      const loop = functionOf(vm, "function(n) for i = 1, n do local now = now() end end");
      loop.call(10);
      vm.collect();
      const before = vm.memoryBytes;
      loop.call(10_000);
      vm.run("collectgarbage('stop')");
      const stopped = vm.memoryBytes;
      loop.call(10_000);
      assert.equal(vm.memoryBytes, stopped);
      vm.run("collectgarbage('restart')");
      vm.collect();
      assert.ok(vm.memoryBytes - before < 100, `${vm.memoryBytes - before} bytes more`);
    });

    it("two machines know nothing of each other", () => {
      vm.run("shared = 1");
      assert.equal(new LuaVm({ version }).global("shared"), undefined);
    });

    it("does the same every time, the order of pairs included", () => {
      const order = (): unknown =>
        new LuaVm({ version }).run(
          "local t, s = {}, '' for i = 1, 99 do t['key' .. i] = i end for k in pairs(t) do s = s .. k end return s .. math.random()",
        )[0];
      assert.equal(order(), order());
    });

    it("leaves the process's handlers alone", () => {
      const before = process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
      new LuaVm({ version });
      assert.equal(process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection"), before);
    });
  });
}

describe("numbers of 32 bits on the machine for Lua 5.3", () => {
  const vm = new LuaVm({ version: "5.3" });

  it("floats print with seven digits, and pass in single precision", () => {
    assert.deepEqual(vm.run("return tostring(1/3), 1/3 .. '', string.format('%s', 2.0)"), [
      "0.3333333",
      "0.3333333",
      "2.0",
    ]);
    const same = functionOf(vm, "function(x) return x end");
    assert.deepEqual(same.call(0.1), [Math.fround(0.1)]);
  });

  it("whole numbers are integers unless the host says otherwise", () => {
    const show = functionOf(vm, "function(x) return tostring(x) end");
    assert.deepEqual([...show.call(2), ...show.call(new LuaFloat(2))], ["2", "2.0"]);
  });

  it("the host gives no integers that 32 bits do not hold", () => {
    assert.throws(() => functionOf(vm, "function() end").call(2 ** 31), RangeError);
    assert.deepEqual(new LuaVm({ version: "5.3", is32Bit: false }).run("return 2147483648, 1/3"), [2147483648, 1 / 3]);
  });
});
