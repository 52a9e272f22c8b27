import assert from "node:assert/strict";
import { lfsInit } from "../../../../../scripts/lib/build/lua/lfs-init";
import { lfsImage } from "../../../../../scripts/lib/build/lua/lfs/image";
import { readImage } from "../../../../simulator/lua/lfs-image";
import { LuaVm, type LuaVersion } from "../../../../simulator/lua/vm";
import { writeDump } from "../../../../simulator/lua/write-dump";

/** The names of NodeMCU's modules that init.lua uses, over functions of the host. */
const MODULES = `
local lfs = {}
function lfs.get(name) local index = host_index() if index then return loadstring(index)(name) end end
function lfs.reload(name) return host_reload(name) end
node = {
  LFS = setmetatable(lfs, { __index = function(_, key)
    local index = host_index()
    if key == "time" and index then return (loadstring(index)()) end
  end }),
  restart = function() host_restart() end,
  bootreason = function() return host_reason(), host_reason() end,
  getpartitiontable = function() return partitions end,
  egc = { ON_ALLOC_FAILURE = 1, ON_MEM_LIMIT = 2, setmode = function(mode, limit) print("egc", mode, limit) end },
}
file = {
  exists = function(name) return host_read(name) ~= nil end,
  rename = function(from, to)
    local bytes = host_read(from)
    if not bytes or host_read(to) then return false end
    host_write(to, bytes) host_write(from)
    return true
  end,
  remove = function(name) host_write(name) end,
  getcontents = function(name) return host_read(name) end,
  putcontents = function(name, bytes) host_write(name, bytes) return true end,
  open = function(name)
    local bytes = host_read(name)
    if not bytes then return nil end
    return { read = function(_, count) if bytes ~= "" then return bytes:sub(1, count) end end, close = function() end }
  end,
}
tmr = { ALARM_SINGLE = 0, create = function()
  local timer = {}
  function timer:alarm(ms, mode, call) waiting = call print("alarm", ms) end
  function timer:unregister() waiting = nil end
  return timer
end }
`;

/** What ends a boot. */
class Restart extends Error {}

const image = (says: string): string => lfsImage(`print("${says}")`, "mote").file;

/** An ESP8266 as init.lua sees it. What is in its files and its flash outlives a boot. */
class Chip {
  readonly files = new Map<string, string>();
  /** The index function of the image in flash. */
  flash: string | undefined;
  /** What node.LFS.reload finds wrong before it changes anything. */
  refusal: string | undefined;
  /** Whether power goes, or the chip crashes, while the image is written. */
  isInterrupted = false;
  /** Why it was reset, as Espressif's SDK says it: 4 is a restart by software. */
  reason = 4;
  partitions = { lfs_addr: 0x8b000, lfs_size: 0x20000, spiffs_addr: 0x100000, spiffs_size: 0x2fd000 };
  reloads = 0;
  version: LuaVersion = "5.1";
  vm!: LuaVm;
  #printed: string[] = [];

  constructor(files: Record<string, string>) {
    for (const [name, bytes] of Object.entries(files)) this.files.set(name, bytes);
  }

  /** Boots, lets the first second pass, and boots again after each restart. @returns what was printed in the last boot */
  boot(mostBoots = 5): string[] {
    for (let boots = 1; ; boots++) {
      try {
        this.start();
        this.pass();
        return this.#printed;
      } catch (error) {
        if (!(error instanceof Restart)) throw error;
        assert.ok(boots < mostBoots, "the chip restarts for ever");
      }
    }
  }

  /** Runs init.lua. */
  start(): string[] {
    this.#printed = [];
    const vm = new LuaVm({ version: this.version, print: (line) => this.#printed.push(line) });
    this.vm = vm;
    vm.setGlobal("host_read", (name) => this.files.get(String(name)));
    vm.setGlobal("host_write", (name, bytes) => {
      if (bytes === undefined) this.files.delete(String(name));
      else this.files.set(String(name), String(bytes));
    });
    vm.setGlobal("host_index", () => this.flash);
    vm.setGlobal("host_reload", (name) => this.#reload(String(name)));
    vm.setGlobal("host_reason", () => this.reason);
    vm.setGlobal("host_restart", () => {
      throw new Restart();
    });
    vm.setGlobal("partitions", this.partitions);
    vm.run(MODULES);
    vm.run(lfsInit(0x20000));
    return this.#printed;
  }

  /** Lets the alarm ring. */
  pass(): void {
    this.vm.run("local call = waiting waiting = nil if call then call() end");
  }

  #reload(name: string): string {
    this.reloads++;
    if (this.refusal !== undefined) return this.refusal;
    this.flash = this.isInterrupted ? undefined : writeDump(readImage(this.files.get(name)!).index);
    throw new Restart();
  }
}

describe("the init.lua of an ESP8266", () => {
  it("has a new image put into flash, once, and starts the program from there", () => {
    const chip = new Chip({ "mote.img": image("first") });
    assert.deepEqual(chip.boot().slice(-2), ["egc\t3\t-6144", "first"]);
    assert.equal(chip.reloads, 1);
    assert.deepEqual(chip.boot().slice(-1), ["first"]);
    assert.equal(chip.reloads, 1);
    chip.files.set("mote.img", image("second"));
    assert.deepEqual(chip.boot().slice(-1), ["second"]);
    assert.equal(chip.reloads, 2);
    assert.deepEqual([...chip.files.keys()], ["mote.img"]);
  });

  it("can be stopped within its first second, and with an image that is new nothing is written then", () => {
    const chip = new Chip({ "mote.img": image("first") });
    assert.match(chip.start().join(), /stop\(\) keeps it from that/);
    chip.vm.run("stop()");
    chip.pass();
    assert.equal(chip.reloads, 0);
  });

  it("takes mote.new where an upload was cut between removing and renaming", () => {
    assert.deepEqual(new Chip({ "mote.new": image("whole") }).boot().slice(-1), ["whole"]);
  });

  it("tries three times to get an image into flash, and not for ever; the next image has its own tries", () => {
    const chip = new Chip({ "mote.img": image("first") });
    chip.isInterrupted = true;
    const printed = chip.boot();
    assert.equal(chip.reloads, 3);
    assert.match(
      printed.join("\n"),
      /in 3 tries; file\.remove\("mote\.try"\).*\nmote: no program is in flash\n.*restarts in a minute/,
    );
    assert.throws(() => chip.pass(), Restart);
    chip.boot();
    assert.equal(chip.reloads, 3);
    chip.isInterrupted = false;
    chip.files.set("mote.img", image("second"));
    assert.deepEqual(chip.boot().slice(-1), ["second"]);
  });

  it("does not count as tries what power or the reset button has cut short", () => {
    const chip = new Chip({ "mote.img": image("first") });
    chip.isInterrupted = true;
    for (const reason of [0, 6, 0, 6, 0]) {
      chip.reason = reason;
      chip.start();
      assert.throws(() => chip.pass(), Restart);
    }
    assert.equal(chip.reloads, 5);
    chip.isInterrupted = false;
    assert.deepEqual(chip.boot().slice(-1), ["first"]);
  });

  it("writes an image again that power kept from being written", () => {
    const chip = new Chip({ "mote.img": image("first") });
    chip.isInterrupted = true;
    assert.throws(() => {
      chip.start();
      chip.pass();
    }, Restart);
    chip.isInterrupted = false;
    assert.deepEqual(chip.boot().slice(-1), ["first"]);
    assert.deepEqual([...chip.files.keys()], ["mote.img"]);
  });

  it("goes on with the program in flash when an image is refused, and says why, at each boot", () => {
    const chip = new Chip({ "mote.img": image("first") });
    chip.boot();
    chip.files.set("mote.img", image("second"));
    chip.refusal = "Incorrect LFS build type";
    for (let boots = 0; boots < 5; boots++) {
      const printed = chip.boot();
      assert.ok(printed.includes("mote: mote.img was refused: Incorrect LFS build type"), printed.join("\n"));
      assert.deepEqual(printed.slice(-1), ["first"]);
    }
  });

  it("says what to type when there is no partition for LFS: behind the firmware, before or in place of the file system's start", () => {
    const command = (partitions: Partial<Chip["partitions"]>, refusal = "No LFS partition allocated"): string => {
      const chip = new Chip({ "mote.img": image("first") });
      Object.assign(chip.partitions, { lfs_addr: 0, lfs_size: 0 }, partitions);
      chip.refusal = refusal;
      const printed = chip.boot();
      return printed[printed.findIndex((line) => line.includes("makes room for it")) + 1];
    };
    assert.equal(command({}), "node.setpartitiontable{lfs_size=0x20000}");
    assert.equal(
      command({ spiffs_addr: 0x8b000, spiffs_size: 0x372000 }),
      "node.setpartitiontable{lfs_addr=0x8b000,lfs_size=0x20000,spiffs_addr=0xab000,spiffs_size=0x352000}",
    );
    const small = { lfs_addr: 0x8b000, lfs_size: 0x10000 };
    const refusal = "LFS Image too big for configured LFS region";
    assert.equal(command(small, refusal), "node.setpartitiontable{lfs_size=0x20000}");
    assert.equal(
      command({ ...small, spiffs_addr: 0x9b000, spiffs_size: 0x362000 }, refusal),
      "node.setpartitiontable{lfs_addr=0x8b000,lfs_size=0x20000,spiffs_addr=0xab000,spiffs_size=0x352000}",
    );
  });

  it("says that it needs Lua 5.1 with floating point, and writes nothing into the flash of another", () => {
    const chip = new Chip({ "mote.img": image("first") });
    chip.version = "5.3";
    assert.match(
      chip.boot().join("\n"),
      /for NodeMCU of branch release with Lua 5\.1 and floating point, not for this build/,
    );
    assert.equal(chip.reloads, 0);
  });

  it("an image that somebody made with another tool is left alone", () => {
    const chip = new Chip({ "mote.img": "\x1f\x8b\x08\0\0\0\0\0\0\x03%d%(((((((((((((((" });
    assert.match(chip.boot().join("\n"), /no program is in flash/);
    assert.equal(chip.reloads, 0);
  });

  it("a program that fails to start does not start again at once, and leaves the console a minute", () => {
    const chip = new Chip({ "mote.img": lfsImage("local x\n\nx.y = 1", "mote").file });
    const printed = chip.boot();
    assert.match(printed.join("\n"), /mote: mote\.lua:3: attempt to index .*\nmote: restarts in a minute; stop\(\)/);
    chip.vm.run("stop()");
    chip.pass();
  });
});
