import assert from "node:assert/strict";
import { lfsImage } from "../../../../../../scripts/lib/build/lua/lfs/image";
import { luaBoard } from "../../../../../simulator/nodemcu/esp8266/board";
import { run } from "../../../../../simulator/nodemcu/lua-board";

const IMAGE = lfsImage('local ready = "ready" return function() print(ready) end', "mote").file;
const PUT = `if not node.LFS.time and file.exists("mote.img") then node.LFS.reload("mote.img") end`;

describe("LFS on the ESP8266", () => {
  it("runs a program where it lies in flash, over resets, and from the boot after the one that wrote it", async () => {
    const { board } = luaBoard(`print("boot", node.bootreason()) ${PUT}
      print(type(node.LFS.time), type(node.LFS.get("mote")), type(node.LFS.mote), node.LFS.get("other"))`);
    board.storage.files.set("mote.img", IMAGE);
    assert.deepEqual(board.console, ["boot\t1\t0", "nil\tnil\tnil\tnil"]);
    board.console.length = 0;
    board.reboot();
    await board.run(10_000);
    assert.deepEqual(board.console, ["boot\t1\t0", "boot\t4\t3", "string\tfunction\tfunction\tnil"]);
    await run(board, "node.LFS.get('mote')()()");
    assert.equal(board.console.at(-1), "ready");
  });

  it("takes nothing of the heap for it, where the same text from a file takes more than there is", async () => {
    const text = Array.from({ length: 1200 }, (_, i) => `function f${i}() return ${i}.5 + "name${i}" end`).join("\n");
    const { board } = luaBoard(`if file.exists("part.lua") then loaded = loadfile("part.lua") end print("alive")`);
    board.storage.files.set("mote.img", lfsImage(text, "mote").file);
    await run(board, 'node.LFS.reload("mote.img")');
    await board.run(5_000);
    await run(board, "print(node.heap() > 38000, type(node.LFS.get('mote')))");
    assert.equal(board.console.at(-1), "true\tfunction");
    board.storage.files.set("part.lua", text);
    board.reboot();
    await board.run(100);
    assert.match(board.console.at(-1) ?? "", /^PANIC: .*not enough memory/);
  });

  it("says what is wrong with an image, and leaves the one before", async () => {
    const { board } = luaBoard("");
    board.storage.files.set("bad.img", IMAGE.slice(0, -8) + "\0\0\0\0\0\0\0\0");
    board.storage.files.set("short.img", "no");
    await run(board, 'for _, name in ipairs({ "absent", "short.img", "bad.img" }) do print(node.LFS.reload(name)) end');
    assert.deepEqual(board.console, [
      "LFS image file not found",
      "read error on LFS image file",
      "checksum error on LFS image file",
    ]);
  });
});
