import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { compileLua } from "../../../../../scripts/lib/build/lua/compile-lua";
import { init } from "../../../../../scripts/lib/build/lua/init";
import { NodeMcuConsole } from "../../../../../scripts/lib/flash/nodemcu/console";
import { uploadLua } from "../../../../../scripts/lib/flash/nodemcu/upload";
import type { ProgramFile } from "../../../../../scripts/lib/flash/target";
import { inFullOr } from "../../../../thorough";
import { NodeMcuChip } from "../../../../simulator/console/nodemcu-chip";

const root = resolve(__dirname, "../../../../..");
/** Long enough for two boots of a program on trial, with what restarts it. */
const A_WHILE_MS = 200_000;

/** What programs do a second after they say their name. */
const WAYS = {
  stands:
    "tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() told.stood(600000) if told.running() == 'trial' then told.confirm() end end)",
  "gives up":
    "tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() told.stood(600000) told.giveWay() node.restart() end)",
  "is never confirmed": "tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() told.stood(60000) end)",
  "never says that it got to its end": "",
  "throws at its start": 'error("broken")',
  "throws later": 'tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() error("broken") end)',
  "hangs at its start": "while true do end",
  "hangs later": "tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() while true do end end)",
  "runs out of memory": 'error("not enough memory", 0)',
} as const;
type Way = keyof typeof WAYS;
const FAILURES = (Object.keys(WAYS) as Way[]).filter((way) => way !== "stands");

describe("the two slots for programs of NodeMCU on the ESP32", function () {
  this.timeout(300_000);
  let code: string;

  before(() => {
    const text = (firmware: string): string =>
      [
        `import { slots } from "${firmware}/engine/nodemcu/esp32/slots";`,
        "declare function expose(made: object): void;",
        "expose(slots);",
      ].join("\n");
    code = compileLua(text, root, "5.3", "esp32").code;
  });

  function filesOf(says: string, way: Way): ProgramFile[] {
    const program = `print("mote ${says}") ${WAYS[way]} function expose(made) told = made end\n${code}`;
    return [
      { name: "mote.lua", bytes: program },
      { name: "init.lua", bytes: init(true) },
    ];
  }
  const programOf = (says: string, way: Way): string => filesOf(says, way)[0].bytes;

  /** A chip that runs a program which came over the cable. */
  async function chipWith(says: string): Promise<NodeMcuChip> {
    const files = new Map(filesOf(says, "stands").map(({ name, bytes }) => [name, bytes]));
    const chip = new NodeMcuChip(files);
    assert.equal(await runsAfterBoot(chip), says);
    return chip;
  }

  /** The program that runs in the end. */
  async function runsAfterBoot(chip: NodeMcuChip): Promise<string | undefined> {
    await chip.boot();
    await chip.pass(A_WHILE_MS);
    return runs(chip);
  }

  function runs(chip: NodeMcuChip): string | undefined {
    const starts = chip.printed.map((line) => /^mote (\w+)$/.exec(line)?.[1]).filter((said) => said !== undefined);
    return starts.at(-1);
  }

  function tell(chip: NodeMcuChip, statements: string): Promise<string> {
    return new NodeMcuConsole(chip.plug()).run(statements);
  }

  /**
   * What the updater does: goes on where it is, and begins anew what it does not know. The program comes out of a file.
   * @param loseAtStep Which change of the files the power fails at.
   */
  async function update(chip: NodeMcuChip, note: string, program: string, loseAtStep = Infinity): Promise<void> {
    chip.files.set("offer", program);
    await chip.boot();
    chip.power.loseAtStep = chip.power.steps + loseAtStep;
    await chip.pass(5_000);
    await tell(chip, `if told.otherNote()~="${note}"then assert(told.begin("${note}",${program.length}))end`);
    const size = `told.writtenBytes(${program.length})`;
    await tell(chip, `f=io.open("offer","r")f:seek("set",${size})`);
    await tell(chip, `repeat local s=f:read(500)if s then assert(told.write(${size},s))end until not s f:close()`);
    await tell(chip, 'repeat hash=told.hash()until hash~=""');
    const hash = await tell(chip, 'return(hash:gsub(".",function(c)return("%02x"):format(c:byte())end))');
    assert.equal(hash, createHash("sha256").update(program, "latin1").digest("hex"));
    await tell(chip, "assert(told.tryOther())");
  }

  it("start a program that came over the cable, which has no other beside it", async () => {
    const chip = await chipWith("old");
    assert.equal(await tell(chip, "return told.running()"), "confirmed");
    assert.equal(await tell(chip, "return told.runningNote()"), "");
    assert.equal(await tell(chip, "return told.other()"), "");
    assert.equal(await tell(chip, "return told.otherNote()"), "");
    const room = Number(await tell(chip, "return told.roomBytes()"));
    assert.ok(room > 500_000, `${room}`);
    assert.equal(await tell(chip, `return told.begin("n", ${room + 1})`), "false");
  });

  it("take programs in turn, each on trial until it is confirmed, and the one before can come back", async () => {
    const chip = await chipWith("first");
    for (const [says, before] of [
      ["second", "first"],
      ["third", "second"],
      ["fourth", "third"],
    ]) {
      await update(chip, `note ${says}`, programOf(says, "stands"));
      assert.equal(await runsAfterBoot(chip), says);
      assert.equal(await tell(chip, "return told.running()"), "confirmed");
      assert.equal(await tell(chip, "return told.runningNote()"), `note ${says}`);
      assert.equal(await tell(chip, "return told.other()"), "ready");
      assert.equal(await runsAfterBoot(chip), says);
      assert.equal(await tell(chip, "return told.otherNote()"), before === "first" ? "" : `note ${before}`);
    }
    assert.equal(await tell(chip, "return told.giveWay()"), "true");
    assert.equal(await runsAfterBoot(chip), "third");
    assert.equal(await tell(chip, "return told.other()"), "left");
    await update(chip, "note fifth", programOf("fifth", "stands"));
    assert.equal(await runsAfterBoot(chip), "fifth");
  });

  for (const way of FAILURES) {
    it(`return to the old program from one that ${way}`, async () => {
      const chip = await chipWith("old");
      await update(chip, "note", programOf("new", way));
      assert.equal(await runsAfterBoot(chip), "old");
      const tries = chip.printed.filter((line) => line === "mote new").length;
      assert.equal(tries, way === "gives up" ? 1 : 2);
      assert.equal(await tell(chip, "return told.running()"), "confirmed");
      assert.equal(await tell(chip, "return told.other()"), way === "gives up" ? "given up" : "failed");
      assert.equal(await tell(chip, "return told.otherNote()"), "note");
      assert.equal(await runsAfterBoot(chip), "old");
      await update(chip, "another", programOf("better", "stands"));
      assert.equal(await runsAfterBoot(chip), "better");
    });
  }

  it("have the old program, and in the end the new one, wherever power is lost while that is written", async () => {
    for (let step = 1, isWhole = false; !isWhole; step += inFullOr(1, 5)) {
      const chip = await chipWith("old");
      const program = programOf("new", "stands");
      isWhole = await update(chip, "note", program, step).then(
        () => true,
        (error: unknown) => {
          assert.match(String(error), /the line has ended/);
          return false;
        },
      );
      const said = await runsAfterBoot(chip);
      assert.ok(said === "old" || said === "new", `${said} after step ${step}`);
      if (said === "old") await update(chip, "note", program);
      assert.equal(await runsAfterBoot(chip), "new", `step ${step}`);
    }
  });

  it("have the new program in the end wherever power is lost on its trial", async () => {
    for (let step = 1, isWhole = false; !isWhole; step++) {
      const chip = await chipWith("old");
      await update(chip, "note", programOf("new", "stands"));
      await chip.boot();
      chip.power.loseAtStep = chip.power.steps + step;
      isWhole = await chip.pass(A_WHILE_MS);
      assert.equal(await runsAfterBoot(chip), "new", `step ${step}`);
      assert.equal(await tell(chip, "return told.running()"), "confirmed");
    }
  });

  it("give way to what comes over the cable, whatever they hold", async () => {
    const chip = await chipWith("old");
    await update(chip, "note", programOf("new", "stands"));
    assert.equal(await runsAfterBoot(chip), "new");
    await update(chip, "note 2", programOf("newer", "throws later"));
    const stop = chip.live();
    await uploadLua(new NodeMcuConsole(chip.plug()), { files: filesOf("cable", "stands") });
    stop();
    assert.equal(await runsAfterBoot(chip), "cable");
    assert.deepEqual([...chip.files.keys()].sort(), ["init.lua", "mote.lua", "offer"]);
  });
});
