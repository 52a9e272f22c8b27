import assert from "node:assert/strict";
import { run } from "../lua-board";
import { luaBoard } from "./board";

describe("NodeMCU on the ESP8266", () => {
  it("has Lua 5.1 with doubles, and of its libraries what branch release has", () => {
    const { board } = luaBoard(
      `print(_VERSION, 2 ^ 53, os, io, debug.getinfo, table.unpack, string.pack)
      print(math.log, math.exp, math.sin, math.fmod, math.sqrt(2), math.floor(-0.5))
      for _, library in ipairs({ "math", "table", "string" }) do
        print(pcall(function() _G[library].own = 1 end))
      end`,
    );
    assert.deepEqual(board.console, [
      "Lua 5.1\t9.007199254741e+15\tnil\tnil\tnil\tnil\tnil",
      "nil\tnil\tnil\tnil\t1.4142135623731\t-1",
      ...Array.from({ length: 3 }, () => "false\tinit.lua:4: table is readonly"),
    ]);
  });

  it("an error in a timer's callback is told by a task of its own, and restarts the chip after two seconds", async () => {
    const { board } = luaBoard(
      `print("boot", node.bootreason())
      tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() error("no") end)
      tmr.create():alarm(2500, tmr.ALARM_SINGLE, function() print("still there") end)`,
    );
    await board.run(2_900);
    assert.deepEqual(board.console.slice(0, 2), ["boot\t1\t0", "init.lua:2: no"]);
    assert.equal(board.console.at(-1), "still there");
    await board.run(200);
    assert.equal(board.console.at(-1), "boot\t2\t4");
  });

  it("node.setonerror gets the error with its traceback instead, and errors of its own too", async () => {
    const { board } = luaBoard(
      `node.setonerror(function(text) print(text:match("^[^\\n]*")) if not text:find("again") then error("again") end end)
      tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() error("no") end)`,
    );
    await board.run(10_000);
    assert.deepEqual(board.console, ["init.lua:2: no", "init.lua:1: again"]);
    assert.equal(board.uptimeMs, 10_000);
  });

  it("takes eight tasks of one priority, those of high priority first", async () => {
    const { board } = luaBoard(
      `for i = 1, 9 do if not pcall(node.task.post, print) then print("full", i) end end
      node.task.post(node.task.HIGH_PRIORITY, function() print("high") end)`,
    );
    await board.run(1);
    assert.deepEqual(board.console, ["full\t9", "high", ...Array.from({ length: 8 }, () => "1")]);
  });

  it("a callback that never ends is ended by the SDK's watchdog, and by nothing that the program has", async () => {
    const { board } = luaBoard(
      `print("boot", node.bootreason())
      tmr.softwd(1)
      tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() print("never") end)`,
    );
    board.hangNext("timeout");
    await board.run(4_100);
    assert.deepEqual(board.console, ["boot\t1\t0"]);
    await board.run(200);
    assert.deepEqual(board.console, ["boot\t1\t0", "boot\t4\t3"]);
  });

  it("tmr.softwd restarts a chip whose timers do not feed it, a second late", async () => {
    const { board } = luaBoard('print("boot", node.bootreason()) tmr.softwd(3)');
    await board.run(3_900);
    assert.equal(board.console.length, 1);
    await board.run(200);
    assert.equal(board.console.at(-1), "boot\t2\t4");
  });

  it("the heap has some 40 kB, and a program that keeps more does not live", async () => {
    const { board } = luaBoard(
      `print("boot", node.bootreason())
      local free = node.heap()
      function keep(bytes) kept = (kept or "") .. string.rep("x", bytes) print(free - node.heap() > bytes / 2) end`,
    );
    await run(board, "print(node.heap() > 35000, node.heap() < 40100) keep(10000)");
    assert.deepEqual(board.console.slice(1), ["true\ttrue", "true"]);
    await run(board, "for i = 1, 500 do local garbage = string.rep(i, 300) end");
    await board.run(5_000);
    assert.deepEqual(board.uncaught, []);
    await run(board, "keep(50000)");
    await board.run(5_000);
    assert.deepEqual(board.uncaught, ["not enough memory"]);
    assert.equal(board.console.at(-1), "boot\t4\t3");
  });

  it("its console prints what a line returns or is told, waits for the rest of a statement, and tells errors as such", async () => {
    const { board } = luaBoard("");
    for (const line of ["=1 + 1, nil", "for i = 1, 2 do", "print(i)", "end", "x y", "error('no')"]) {
      await run(board, line);
    }
    assert.deepEqual(board.console.slice(0, 4), ["2\tnil", "1", "2", "Lua error: \tstdin:1: '=' expected near 'y'"]);
    assert.equal(board.console[4], "Lua error: \tstdin:1: no");
    assert.equal(board.console[5], "stack traceback:");
  });

  it("identifies itself by the address's last half, and with all of it by Wi-Fi", () => {
    const { board } = luaBoard(
      "print(string.format('%06x', node.chipid()), wifi.sta.getmac(), wifi.sta.gethostname())",
    );
    assert.deepEqual(board.console, ["aabbcc\t24:a1:60:aa:bb:cc\tNODE-AABBCC"]);
  });

  it("files are opened by the module file, four at most, and read in pieces of 1,024 bytes", async () => {
    const { board } = luaBoard(
      `if not file.exists("data") then
        print(file.open("data"), (file.getcontents("data")))
        print(file.putcontents("data", string.rep("a", 1500) .. "\\n\\0\\255"))
        local f = file.open("log", "a+")
        print(f:write("one\\n"), f:writeline("two"))
        f:close()
        f:close()
        print(pcall(f.read, f))
        node.restart()
      end
      local f = file.open("data")
      print(#f:read(), #f:read(), f:read(), f:seek("set", 1499), #f:read("\\n"), f:seek("end"), f:seek("set", 9999))
      f:close()
      print(file.open("log", "r"):readline(), file.getcontents("log"), file.rename("data", "log"), file.list().log)
      for i = 1, 4 do last = file.open("data") end
      print(last)
      print(pcall(file.open, string.rep("n", 32), "w"))`,
    );
    await board.run(10);
    assert.deepEqual(board.console, [
      "nil\tnil",
      "true",
      "true\ttrue",
      "false\topen a file first",
      "1024\t479\tnil\t1499\t2\t1503\tnil",
      "one",
      "\tone",
      "two",
      "\tfalse\t8",
      "nil",
      "false\tbad argument #1 (filename invalid)",
    ]);
  });

  it("hashes and encodes", () => {
    const { board } = luaBoard(
      `print(encoder.toHex(crypto.hash("SHA256", "abc")))
      local hash = crypto.new_hash("sha256") hash:update("a") hash:update("bc") print(encoder.toHex(hash:finalize()))
      print(encoder.toHex(crypto.hmac("sha256", "Hi There", string.rep("\\11", 20))))
      print(encoder.toBase64("\\0\\255"), select(2, pcall(encoder.fromBase64, "AP8")), select(2, pcall(crypto.hash, "sha3", "")))`,
    );
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    // FIPS 180-4 and RFC 4231.
    assert.deepEqual(board.console, [
      abc,
      abc,
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
      "AP8=\tInvalid base64 string\tunknown hash mech",
    ]);
  });
});
