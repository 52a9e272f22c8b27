import assert from "node:assert/strict";
import { luaBoard, run } from "../lua-board";

describe("NodeMCU", () => {
  it("runs init.lua on the Lua that the board has, without what a chip lacks", () => {
    for (const lua of ["5.1", "5.3"] as const) {
      const { board } = luaBoard("print(_VERSION, os, debug.getregistry, file.open, tmr.now)", { lua });
      assert.deepEqual(board.console, [`Lua ${lua}\tnil\tnil\tnil\tnil`]);
    }
  });

  it("an error in init.lua is printed, and the chip waits", async () => {
    const { board } = luaBoard("error('no')");
    await board.run(10_000);
    assert.deepEqual(board.console, ["init.lua:1: no"]);
    assert.deepEqual(board.uncaught, ["init.lua:1: no"]);
  });

  it("an error in a callback restarts the chip after two seconds; meanwhile everything else goes on", async () => {
    const { board } = luaBoard(
      `print("boot")
      tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() error("no") end)
      tmr.create():alarm(2500, tmr.ALARM_SINGLE, function() print("still there") end)`,
    );
    await board.run(2_900);
    assert.equal(board.console[0], "boot");
    assert.match(board.console[1], /^init.lua:2: no$/);
    assert.equal(board.console.at(-1), "still there");
    await board.run(200);
    assert.equal(board.console.at(-1), "boot");
    assert.ok(board.uptimeMs <= 100);
  });

  it("node.setonerror gets the error instead, and an error of its own restarts the chip at once", async () => {
    const { board } = luaBoard(
      `node.setonerror(function(text) print("got " .. text:match("^[^\\n]*")) if text:find("worse") then error("again") end end)
      print("boot")
      local n = 0
      tmr.create():alarm(1000, tmr.ALARM_AUTO, function() n = n + 1 error(n == 3 and "worse" or "bad") end)`,
    );
    await board.run(2_500);
    assert.deepEqual(board.console, ["boot", "got init.lua:4: bad", "got init.lua:4: bad"]);
    await board.run(600);
    assert.equal(board.console.at(-1), "boot");
  });

  it("node.restart ends the program where it stands, whatever it would catch", async () => {
    const { board } = luaBoard(
      `print("boot", file.exists("once"))
      if not file.exists("once") then
        io.open("once", "w"):close()
        pcall(node.restart)
        print("never")
      end`,
    );
    await board.run(10);
    assert.deepEqual(board.console, ["boot\tfalse", "boot\ttrue"]);
  });

  it("tasks run after the one that posted them, high priority first", async () => {
    const { board } = luaBoard(
      `local function say(text) return function() print(text) end end
      node.task.post(node.task.LOW_PRIORITY, say("low"))
      node.task.post(say("medium"))
      node.task.post(node.task.HIGH_PRIORITY, say("high"))
      print("first")`,
    );
    await board.run(1);
    assert.deepEqual(board.console, ["first", "high", "medium", "low"]);
  });

  it("a full queue refuses a task", async () => {
    const { board } = luaBoard("for i = 1, 126 do if not pcall(node.task.post, print) then print('full', i) end end");
    assert.deepEqual(board.console, ["full\t126"]);
  });

  it("uptime is microseconds as a float: with Lua 5.3 of single precision, so that after some hours they come in steps", async () => {
    for (const [lua, stepUs] of [
      ["5.3", 256],
      ["5.1", 1],
    ] as const) {
      // 2^31 µs to 2^32 µs, of which 24 binary digits are kept.
      const { board } = luaBoard(
        "tmr.create():alarm(3000010, tmr.ALARM_SINGLE, function() print(string.format('%.0f', node.uptime())) end)",
        { lua },
      );
      await board.run(3_001_000);
      const us = Number(board.console[0]);
      assert.ok(Math.abs(us - 3_000_010_000) <= stepUs / 2, board.console[0]);
      assert.equal(us % stepUs, 0);
      if (stepUs > 1) assert.notEqual(us, 3_000_010_000);
    }
  });

  it("the heap shrinks by what Lua takes", () => {
    const { board } = luaBoard("local before = node.heap() kept = string.rep('x', 10000) print(before - node.heap())");
    assert.ok(Number(board.console[0]) > 5_000 && Number(board.console[0]) < 11_000, board.console[0]);
  });

  it("files outlive a reboot, are written in place and read as Lua's io does", async () => {
    const { board } = luaBoard(
      `local f = io.open("data", "r")
      if f == nil then
        print(io.open("data"))
        f = io.open("data", "w")
        f:write("one\\n", "two", "\\0\\255")
        f:close()
        print(pcall(f.write, f, "x"))
        node.restart()
      end
      print(f:read("l"), #f:read("a"), f:read("l"))
      f:close()
      print(file.list().data, file.rename("data", "new"), file.exists("data"), file.exists("new"))
      file.remove("new")
      print(file.exists("new"), pcall(io.open, string.rep("n", 32), "w"))`,
    );
    await board.run(10);
    assert.deepEqual(board.console, [
      "nil\tdata: No such file or directory\t2",
      "false\tattempt to use a closed file",
      "one\t5\tnil",
      "9\ttrue\tfalse\ttrue",
      "false\tfalse\tbad argument #1 (filename invalid)",
    ]);
  });

  it("loads further files from flash", async () => {
    const { board } = luaBoard(
      `io.open("part.lua", "w"):write("local name = ... return { n = 7 }"):close()
      print(require("part").n, dofile("part.lua").n, pcall(require, "absent"), loadfile("absent.lua"))`,
    );
    assert.match(board.console[0], /^7\t7\tfalse\t/);
  });

  it("hashes as the module crypto does", () => {
    const { board } = luaBoard(
      `local hash = crypto.new_hash("sha256") hash:update("a") hash:update("bc") print(encoder.toHex(hash:finalize()))
      local hmac = crypto.new_hmac("SHA256", string.rep("\\11", 20)) hmac:update("Hi There") print(encoder.toHex(hmac:finalize()))
      print(encoder.toBase64("\\0\\255"))`,
    );
    // FIPS 180-4 and RFC 4231.
    assert.deepEqual(board.console, [
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
      "AP8=",
    ]);
  });

  it("the chip's number leaves out the last byte of its address, which Wi-Fi tells whole", () => {
    const { board } = luaBoard("wifi.mode(wifi.STATION) print(node.chipid(), wifi.sta.getmac())", {
      serial: "24a160aa-bbcc",
    });
    assert.match(board.console[0], /^0x[0-9a-f]{1,2}24a160aabb\t24:a1:60:aa:bb:cc$/);
  });

  it("tells why it was reset: by a class, and by the chip's cause plus 7", async () => {
    const { board } = luaBoard("print(node.bootreason())");
    board.reboot("brownout");
    board.reboot("deep sleep");
    await run(board, "node.restart()");
    assert.deepEqual(board.console, ["1\t8", "3\t22", "3\t12", "2\t19"]);
  });

  it("a program that never comes back is restarted by the task watchdog, which shows as a restart by software", async () => {
    const { board } = luaBoard(
      "print(select(2, node.bootreason())) tmr.create():alarm(1000, tmr.ALARM_AUTO, function() pcall(node.heap) print('on') end)",
    );
    await board.run(1_500);
    board.hangNext("timeout");
    await board.run(5_000);
    assert.deepEqual(board.console, ["8", "on"]);
    await board.run(2_000);
    assert.deepEqual(board.console, ["8", "on", "Task watchdog got triggered", "19", "on"]);
  });
});
