import assert from "node:assert/strict";
import { FlashPower } from "../simulator/nodemcu/flash-power";
import { inFullOr } from "../thorough";
import { signedBack } from "../vectors/signed-updates";
import { idOf, shaOf } from "../vectors/updates";
import type { NodeOptions, SimulatedNode } from "./simulated-node";
import { KEY, MINUTE, NEW_VERSION, nextOf, NODEMCU, stateOf, updatedNode, Updater } from "./update-node";

/** What goes before a program that does not work. */
const BAD = {
  "throws at its start": ['error("broken")', "failed"],
  "throws in each of its callbacks": ["function tostring() error('broken') end", "failed"],
  "hangs at its start": ["while true do end", "failed"],
  "hangs later": ["tmr.create():alarm(20000, tmr.ALARM_SINGLE, function() while true do end end)", "failed"],
  "runs out of memory": ['error("not enough memory", 0)', "failed"],
  "cannot reach Wi-Fi": ["wifi.sta.connect = function() end", "not confirmed"],
  "restarts soon": ["tmr.create():alarm(30000, tmr.ALARM_SINGLE, function() node.restart() end)", "failed"],
} as const;

describe("an update over the air of NodeMCU", function () {
  this.timeout(600_000);
  let node: SimulatedNode;
  afterEach(() => node.close());

  const start = async (options: NodeOptions = {}): Promise<void> => {
    node = await updatedNode(options, NODEMCU);
    await node.untilOnline(MINUTE);
    // Until it hears what is sent.
    await node.board.run(12_000);
  };
  const fileOf = (name: string): string => node.board.storage.files.get(name) ?? "";
  const offer = (updater: Updater, changes: object = {}): Promise<void> =>
    updater.offer({ engine: "nodemcu", ...changes });
  const isConfirmed = (updater: Updater) => (): boolean => updater.has("confirmed");

  it("takes the place of the old program when it stood its trial, the next one that of the old, and gives way again", async () => {
    await start();
    const first = fileOf("mote.lua");
    const updater = new Updater(node, nextOf(node), 7);
    const readings = node.on("contact/state").length;
    await offer(updater);
    assert.ok(await updater.serve(() => updater.has("trial")));
    assert.ok(node.on("contact/state").length > readings, "it goes on with its readings");
    await node.board.run(2 * MINUTE);
    assert.equal(updater.said.at(-1), `confirmed ${idOf(updater.program)}`);
    assert.equal(fileOf("mote.b.lua"), updater.program);
    assert.equal(fileOf("mote.lua"), first);

    const third = new Updater(node, nextOf(node, "3"), 8);
    await offer(third, { version: "0.1.0+33333333" });
    assert.ok(await third.serve(isConfirmed(third)));
    assert.equal(fileOf("mote.lua"), third.program);
    node.board.reboot();
    await node.untilOnline(MINUTE);
    await node.board.run(12_000);
    assert.equal(stateOf(node)["installed_version"], "0.1.0+33333333");

    await third.send(signedBack(KEY, 8, node.payloads("nonce").at(-1) ?? "", `${node.base}/nonce`));
    await node.untilOnline(MINUTE);
    await node.board.run(12_000);
    assert.equal(stateOf(node)["installed_version"], NEW_VERSION);
    assert.equal(updater.said.at(-1), `came back ${idOf(third.program)} left`);
    assert.deepEqual(node.board.uncaught, []);
  });

  it("refuses the program of another engine", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    await offer(updater, { engine: "espruino" });
    await node.board.run(1_000);
    assert.deepEqual(updater.said, [`refused ${idOf(updater.program)} engine`]);
  });

  it("goes on where it was when the same program is offered once more under a higher counter", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    const last = (): number => Number(updater.said.at(-1)?.split(" ")[2]);
    await offer(updater);
    await updater.serve(() => last() >= 1_024);
    const [offset, written] = [last(), fileOf("mote.b.lua")];
    await node.board.run(MINUTE);
    await offer(updater, { counter: 8 });
    await node.board.run(2_000);
    assert.deepEqual([last(), fileOf("mote.b.lua")], [offset, written]);
    node.board.powerOff();
    await node.board.run(1_000);
    node.board.powerOn();
    await node.untilOnline(MINUTE);
    await node.board.run(12_000);
    await offer(updater, { counter: 9 });
    await node.board.run(2_000);
    assert.deepEqual([last(), fileOf("mote.b.lua")], [offset, written]);
    assert.ok(await updater.serve(isConfirmed(updater)));
    assert.equal(updater.said.filter((word) => word === updater.said[0]).length, 1, "never from the beginning again");
  });

  it("says how much room there is, before anything is written, where it is too little", async () => {
    await start();
    node.board.storage.files.set("log.txt", ".".repeat(700_000));
    const files = [...node.board.storage.files.keys()];
    const updater = new Updater(node, nextOf(node), 7);
    await offer(updater);
    await node.board.run(1_000);
    assert.match(updater.said.join(), /^refused \S+ room \d+$/);
    assert.deepEqual([...node.board.storage.files.keys()], files);
  });

  it("goes on after power was lost at every message", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    let messages = 0;
    updater.deliver = async (message) => {
      await updater.send(message);
      if (++messages % inFullOr(1, 23) > 0) return;
      // Before it was read, or behind it.
      if (messages % 2 === 0) await node.board.run(20);
      node.board.powerOff();
      await node.board.run(1_000);
      node.board.powerOn();
    };
    await offer(updater);
    assert.ok(await updater.serve(isConfirmed(updater), 60 * MINUTE));
  });

  it("leaves some program wherever power is lost in flash memory, and is whole in the end", async () => {
    await start();
    const power = FlashPower.of(node.board.storage.files);
    const whole = new Updater(node, nextOf(node), 7);
    const left = new Map<string, ReadonlyMap<string, string>>();
    power.onStep = (files) => left.set(JSON.stringify([...files].sort()), files);
    await offer(whole);
    assert.ok(await whole.serve(isConfirmed(whole)));
    power.onStep = undefined;
    const old = fileOf("mote.lua");
    assert.ok(left.size > 200, `${left.size} steps`);
    let at = 0;
    for (const files of left.values()) {
      // The first and the last are those of marks.
      const isOfMarks = at < 12 || at > left.size - 12;
      if (at++ % inFullOr(1, isOfMarks ? 3 : 60) > 0) continue;
      await node.close();
      await start({ files });
      assert.equal(fileOf("mote.lua"), old);
      const again = new Updater(node, whole.program, 7);
      await offer(again);
      const isDone = (): boolean =>
        stateOf(node)["installed_version"] === NEW_VERSION && stateOf(node)["in_progress"] === false;
      assert.ok(await again.serve(isDone, 15 * MINUTE), `step ${at}: ${again.said.join(", ")}`);
    }
  });

  for (const [how, [text, why]] of Object.entries(BAD)) {
    it(`gives way to the old program by itself where it ${how}, and is not taken again unless that is said`, async () => {
      await start();
      const old = stateOf(node)["installed_version"];
      const program = `${text}\n${nextOf(node)}`;
      // As it lies there when it came in whole, over the air.
      const files = new Map(node.board.storage.files);
      files.set("mote.b.lua", program).set("mote.b.ok", "1?");
      files.set("mote.b.by", `7 ${program.length} ${shaOf(program)} now ${NEW_VERSION} \n`);
      await node.close();
      node = await updatedNode({ files }, NODEMCU);
      const updater = new Updater(node, program, 7);
      await node.board.runUntil(() => updater.has("came back"), 40 * MINUTE);
      assert.ok(updater.said.includes(`came back ${idOf(updater.program)} ${why}`), updater.said.join(", "));
      await node.board.run(12_000);
      assert.equal(stateOf(node)["installed_version"], old);
      const again = new Updater(node, updater.program, 8);
      await offer(again);
      await node.board.run(1_000);
      assert.equal(again.said.at(-1), `refused ${idOf(updater.program)} came back`);
      await offer(again, { flags: "now+again" });
      await node.board.run(1_000);
      assert.match(again.said.at(-1) ?? "", /^want /);
    });
  }
});
