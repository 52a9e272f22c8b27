import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { programOf as boardProgram } from "../../../../../../scripts/lib/program/compose";
import { compileLua } from "../../../../../../scripts/lib/build/lua/compile-lua";
import { loadBoard } from "../../../../../../scripts/lib/board/load";
import { lfsImage } from "../../../../../../scripts/lib/build/lua/lfs/image";
import { UserError } from "../../../../../../scripts/lib/user-error";
import { seed } from "../../../../../random";
import { readImage, type Prototype } from "../../../../../simulator/lua/lfs-image";
import { LuaVm } from "../../../../../simulator/lua/vm";
import { writeDump } from "../../../../../simulator/lua/write-dump";
import { LFS_IMAGE, LFS_SOURCE } from "../../../../../vectors/lfs-image";

const root = resolve(__dirname, "../../../../../..");
const SEED = seed();
const ENVIRONMENT = {
  WIFI_SSID: "home",
  WIFI_PASSWORD: "correct horse",
  MQTT_HOST: "192.168.1.10",
  MQTT_USERNAME: "user",
  MQTT_PASSWORD: "password",
};

/** The program in an image, as the chip sees it. */
function programOf(file: string) {
  return readImage(file).index.prototypes[0];
}

/**
 * With lines counted from that of the first instruction: luaK_fixline of NodeMCU's compiler (app/lua/lcode.c) reads a distance of
 * more than 64 lines back wrongly, and where a function first makes another one, all its lines are as much too high.
 */
function fromFirstLine(prototype: Prototype): Prototype {
  return {
    ...prototype,
    lines: prototype.lines.map((line) => line - prototype.lines[0]),
    prototypes: prototype.prototypes.map(fromFirstLine),
  };
}

describe("an image for NodeMCU's LFS", function () {
  this.timeout(60_000);

  it("holds what luac.cross makes of the same chunk: each instruction, constant and line", () => {
    const ours = readImage(lfsImage(LFS_SOURCE, "mote").file);
    const theirs = readImage(Buffer.from(LFS_IMAGE, "base64").toString("latin1"));
    assert.deepEqual(ours.index.prototypes, theirs.index.prototypes);
  });

  it("holds what luac.cross makes of a board's program (needs LUAC_CROSS, that of NodeMCU's branch release)", function () {
    const luacCross = process.env["LUAC_CROSS"];
    if (luacCross === undefined || luacCross === "") this.skip();
    const folder = mkdtempSync(join(tmpdir(), "mote-lfs-"));
    try {
      const { board } = loadBoard("nodemcu-esp8266", { environment: ENVIRONMENT });
      const { code } = compileLua((firmware) => boardProgram(board, firmware), root, "5.1", board.chip);
      writeFileSync(join(folder, "mote.lua"), code, "latin1");
      execFileSync(luacCross, ["-f", "-o", "theirs.img", "mote.lua"], { cwd: folder });
      const theirs = readFileSync(join(folder, "theirs.img"), "latin1");
      assert.deepEqual(fromFirstLine(programOf(lfsImage(code, "mote").file)), fromFirstLine(programOf(theirs)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("answers with the program by its name, and for any other with its id and the names it has", () => {
    const { file, id } = lfsImage('local name = ... return "ran " .. name', "mote");
    const { index, fileName } = readImage(file);
    assert.match(id, /^[0-9a-f]{8}$/);
    assert.equal(fileName, id);
    const vm = new LuaVm({ version: "5.1" });
    const [asked] = vm.run(writeDump(index));
    assert.equal(asked, id, "called without a name");
    vm.setGlobal("dump", writeDump(index));
    assert.deepEqual(
      vm.run('local index = loadstring(dump) return index("mote")("well"), select("#", index("mote"))'),
      ["ran well", 1],
    );
    assert.deepEqual(vm.run('local id, names = loadstring(dump)("other") return id, #names, names[1]'), [
      id,
      1,
      "mote",
    ]);
  });

  it("has the names of Lua's events among its strings, which then take no memory", () => {
    const { strings } = readImage(lfsImage("return 1", "mote").file);
    for (const name of ["__index", "__newindex", "__gc", "__call", "not enough memory", "mote", "@mote.lua"]) {
      assert.ok(strings.includes(name), name);
    }
  });

  it("tells errors of the program by file and line", () => {
    const program = programOf(lfsImage("\n\nlocal function fail(x)\n return x.y.z\nend\n\nfail({})\n", "mote").file);
    const vm = new LuaVm({ version: "5.1" });
    assert.throws(() => vm.run(writeDump(program)), {
      message: /^mote\.lua:4: attempt to index field 'y' \(a nil value\)/,
    });
  });

  it(`reads back as it was compiled, whatever the constants and lines are (seed ${SEED})`, () => {
    const literal = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `(${value})`),
      fc.integer().map(String),
      fc
        .uint8Array({ maxLength: 70 })
        .map((bytes) => `"${[...bytes].map((byte) => `\\${String(byte).padStart(3, "0")}`).join("")}"`),
      fc.constantFrom("nil", "true", "false"),
    );
    const piece = fc.oneof(
      literal.map((value) => `out(${value}, x == ${value})`),
      fc.nat({ max: 300 }).map((lines) => "\n".repeat(lines)),
      fc.nat({ max: 140 }).map((count) => "x = y ".repeat(count)),
      fc.constant("local function inner(...) x = ... return inner, y end"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const source = `local x, y\n${pieces.join(" ")}\nreturn x`;
        const program = programOf(lfsImage(source, "mote").file);
        const vm = new LuaVm({ version: "5.1" });
        vm.setGlobal("source", source);
        // Lua compares with what it makes of the source itself, names of variables apart.
        vm.setGlobal("ours", writeDump(program));
        const [same] = vm.run(`
          local said = {}
          local function run(chunk)
            said[#said + 1] = "run"
            setfenv(chunk, { out = function(...)
              local line = debug.getinfo(2, "l").currentline
              for i = 1, select("#", ...) do said[#said + 1] = line .. ":" .. tostring((select(i, ...))) end
            end })()
            local all = table.concat(said, "\\n")
            said = {}
            return all
          end
          return run(loadstring(source)) == run(loadstring(ours))`);
        assert.equal(same, true);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it("is packed so that nothing is copied from further back than the 16 kB that the chip remembers", () => {
    // Text that comes again 30 kB later, and not before.
    const core = (i: number): string => createHash("sha256").update(String(i)).digest("hex");
    const strings = Array.from({ length: 800 }, (_, i) => `"${i}${core(i % 400)}"`);
    const { file } = lfsImage(`return {${strings.join(", ")}}`, "mote");
    assert.deepEqual(
      programOf(file).constants,
      strings.map((each) => each.slice(1, -1)),
    );
  });

  it("is the same for the same program, and has another id when a text of it changes", () => {
    const first = lfsImage('return "one"', "mote");
    assert.deepEqual(lfsImage('return "one"', "mote"), first);
    assert.notEqual(lfsImage('return "two"', "mote").id, first.id);
  });

  it("a program that Lua cannot compile is refused in Lua's words", () => {
    const upvalues = Array.from({ length: 61 }, (_, i) => `local v${i}`).join("\n");
    const uses = Array.from({ length: 61 }, (_, i) => `v${i}`).join(" + ");
    assert.throws(
      () => lfsImage(`${upvalues}\nreturn function() return ${uses} end`, "mote"),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /mote\.lua:62: function at line 62 has more than 60 upvalues/);
        return true;
      },
    );
  });

  it("a program that is larger than any LFS partition is refused", () => {
    const program = `return "${"x".repeat(256 * 1024)}"`;
    assert.throws(() => lfsImage(program, "mote"), UserError);
  });
});
