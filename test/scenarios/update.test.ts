import assert from "node:assert/strict";
import { Random } from "../random";
import { inFullOr } from "../thorough";
import { signedBack } from "../vectors/signed-updates";
import { idOf, offer, part } from "../vectors/updates";
import type { SimulatedNode } from "./simulated-node";
import { KEY, MINUTE, NEW_VERSION, nextOf, programIn, stateOf, updatedNode, Updater } from "./update-node";

describe("an update over the air", function () {
  this.timeout(600_000);
  let node: SimulatedNode;
  afterEach(() => node.close());

  /** Its files but for those of records, which are written at every boot. */
  const programFiles = (): [string, string][] =>
    [...node.board.storage.files].filter(([name]) => /^(mote\.|\.boot)/.test(name));
  const start = async (): Promise<void> => {
    node = await updatedNode();
    await node.untilOnline(MINUTE);
    // Until it hears what is sent.
    await node.board.run(12_000);
  };
  const isConfirmed = (updater: Updater) => (): boolean => updater.has("confirmed");

  it("takes the place of the old program when it stood its trial", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    const readings = node.on("contact/state").length;
    await updater.offer({ text: "Better than before." });
    assert.ok(await updater.serve(() => updater.has("trial")));
    assert.ok(node.on("contact/state").length > readings, "it goes on with its readings");
    const told = { installed_version: NEW_VERSION, latest_version: NEW_VERSION, update_percentage: null };
    assert.deepEqual(stateOf(node), { ...told, in_progress: true, release_summary: "Better than before." });
    await node.board.run(2 * MINUTE);
    assert.equal(updater.said.at(-1), `confirmed ${idOf(updater.program)}`);
    assert.deepEqual(stateOf(node), { ...told, in_progress: false, release_summary: "" });
    assert.equal(node.board.storage.flash.compactions, 0);
    node.board.reboot();
    await node.untilOnline(MINUTE);
    await node.board.run(15_000);
    assert.equal(stateOf(node)["installed_version"], NEW_VERSION);
    // It is there: the same offer, which may be retained, brings nothing.
    const said = updater.said.length;
    await updater.offer();
    await node.board.run(MINUTE);
    assert.equal(updater.said.length, said);
    assert.deepEqual(node.board.uncaught, []);
  });

  it('tells how far it is, waits with "ask" for somebody to install it, and takes the next one after it', async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    await updater.offer({ flags: "ask", text: "Slower, but better." });
    await node.board.run(MINUTE);
    assert.deepEqual(updater.said, []);
    assert.deepEqual([stateOf(node)["latest_version"], stateOf(node)["in_progress"]], [NEW_VERSION, false]);
    node.board.reboot();
    await node.untilOnline(MINUTE);
    await node.board.run(12_000);
    assert.equal(stateOf(node)["release_summary"], "Slower, but better.");
    await updater.send("install");
    assert.ok(await updater.serve(isConfirmed(updater)));
    const percentages = node
      .on("update/state")
      .map(({ payload }) => (JSON.parse(payload) as { update_percentage: number | null }).update_percentage)
      .filter((each) => each !== null);
    assert.deepEqual(
      percentages,
      [...percentages].sort((a, b) => a - b),
    );
    const third = new Updater(node, nextOf(node, "3"), 8);
    await third.offer({ version: "0.1.0+33333333" });
    assert.ok(await third.serve(isConfirmed(third)));
    assert.equal(programIn(node, "a"), third.program);
  });

  it("goes on after power was lost at every message", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    let messages = 0;
    updater.deliver = async (message) => {
      await updater.send(message);
      if (++messages % inFullOr(1, 7) > 0) return;
      // Before it was read, or behind it.
      if (messages % 2 === 0) await node.board.run(20);
      node.board.powerOff();
      await node.board.run(1_000);
      node.board.powerOn();
    };
    await updater.offer();
    assert.ok(await updater.serve(isConfirmed(updater), 60 * MINUTE));
    const offsets = updater.said.flatMap((word) => (word.startsWith("want ") ? [Number(word.split(" ")[2])] : []));
    assert.deepEqual(
      offsets,
      [...offsets].sort((a, b) => a - b),
      "never back",
    );
  });

  it("goes on where it was when the same program is offered once more under a higher counter", async () => {
    await start();
    const { flash } = node.board.storage;
    const updater = new Updater(node, nextOf(node), 7);
    const last = (): number => Number(updater.said.at(-1)?.split(" ")[2]);
    await updater.offer();
    await updater.serve(() => last() >= 1_024);
    const [free, offset] = [flash.freeBytes, last()];
    // The command was given again, once at the same boot and once behind a loss of power.
    await node.board.run(MINUTE);
    await updater.offer({ counter: 8 });
    await node.board.run(2_000);
    assert.equal(last(), offset);
    node.board.powerOff();
    await node.board.run(1_000);
    node.board.powerOn();
    await node.untilOnline(MINUTE);
    await node.board.run(12_000);
    await updater.offer({ counter: 9 });
    await node.board.run(2_000);
    assert.equal(last(), offset);
    assert.ok(free - flash.freeBytes < 512, "no room was taken once more");
    // The counter counts, and an older offer is still refused.
    await updater.offer({ counter: 8 });
    await node.board.run(2_000);
    assert.equal(updater.said.at(-1), `refused ${idOf(updater.program)} counter 9`);
    assert.ok(await updater.serve(isConfirmed(updater)));
    assert.equal(updater.said.filter((word) => word === updater.said[0]).length, 1, "never from the beginning again");
  });

  it("goes on after the connection was lost at every part", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    let parts = 0;
    updater.deliver = async (message) => {
      if (parts++ % inFullOr(1, 7) === 0) {
        await node.broker.restart();
        await node.untilOnline(5 * MINUTE);
      }
      await updater.send(message);
    };
    await updater.offer();
    assert.ok(await updater.serve(isConfirmed(updater), 60 * MINUTE));
  });

  it("leaves some program wherever power is lost in flash memory, and is whole in the end", async () => {
    await start();
    const { flash } = node.board.storage;
    const whole = new Updater(node, nextOf(node), 7);
    const left = new Map<string, ReadonlyMap<string, string>>();
    flash.onStep = (files) => left.set(JSON.stringify([...files].sort()), files);
    flash.torn = 0x80;
    await whole.offer();
    assert.ok(await whole.serve(isConfirmed(whole)));
    const old = node.board.storage.files.get("mote.a");
    flash.onStep = undefined;
    assert.ok(left.size > 60, `${left.size} steps`);
    let at = 0;
    for (const files of left.values()) {
      if (at++ % inFullOr(1, 12) > 0) continue;
      await node.close();
      node = await updatedNode({ files });
      await node.untilOnline(MINUTE);
      await node.board.run(12_000);
      assert.equal(node.board.storage.files.get("mote.a"), old);
      const again = new Updater(node, whole.program, 7);
      await again.offer();
      const runsNew = (): boolean => stateOf(node)["installed_version"] === NEW_VERSION;
      const isDone = (): boolean => again.has("confirmed") || (runsNew() && stateOf(node)["in_progress"] === false);
      const isDoneSoon = await again.serve(() => isDone() || again.has("came back"), 15 * MINUTE);
      assert.ok(isDoneSoon, `step ${at}: ${again.said.join(", ")}`);
      if (!isDone()) {
        // The one mark that cannot be told from no mark: it was being confirmed at its second try.
        await again.send(
          offer(KEY, { name: "node", counter: 8, program: whole.program, version: NEW_VERSION, flags: "now+again" }),
        );
        assert.ok(await again.serve(isDone), `step ${at}: ${again.said.join(", ")}`);
      }
    }
  });

  it("is not moved by parts that are repeated, out of order, forged, cut short, or of another program", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    const other = nextOf(node, "4");
    let parts = 0;
    updater.deliver = async (message, offset, length) => {
      if (parts++ % 5 === 0) {
        const { program } = updater;
        const right = part(KEY, program, offset, length);
        const last = right.length - 1;
        const strange = [
          part(KEY, program, Math.max(0, offset - length), length),
          part(KEY, program, offset + length, length),
          part(KEY, other, offset, length),
          part("f".repeat(32), program, offset, length),
          part(KEY, program, offset, length - 1),
          right.slice(0, last),
          `${right}x`,
          right.slice(0, last) + String.fromCharCode(right.charCodeAt(last) ^ 1),
        ];
        for (const each of strange) await updater.send(each);
        await updater.send(message, { retain: true });
        await node.board.run(1_100);
      }
      await updater.send(message);
    };
    await updater.offer();
    assert.ok(await updater.serve(isConfirmed(updater), 30 * MINUTE));
    const wants = updater.said.filter((word) => word.startsWith("want "));
    assert.equal(new Set(wants).size, wants.length, "none was wanted twice");
  });

  it("is looked at in flash memory before it starts: what is not what was signed is begun anew, three times at most", async () => {
    await start();
    const { files } = node.board.storage;
    const updater = new Updater(node, nextOf(node), 7);
    const id = idOf(updater.program);
    let damages = 0;
    updater.deliver = async (message, offset, length) => {
      await updater.send(message);
      if (offset + length < updater.program.length || damages === 0) return;
      damages--;
      // A bit of a part that came long before.
      const written = files.get("mote.b") ?? "";
      files.set(
        "mote.b",
        `${written.slice(0, 999)}${String.fromCharCode(written.charCodeAt(999) ^ 1)}${written.slice(1_000)}`,
      );
    };
    damages = 1;
    await updater.offer();
    assert.ok(await updater.serve(isConfirmed(updater), 30 * MINUTE), updater.said.slice(-5).join());
    assert.deepEqual(
      updater.said.filter((word) => word.startsWith("refused ")),
      [`refused ${id} hash`],
    );
    const third = new Updater(node, nextOf(node, "3"), 8);
    const refused = (): number => third.said.filter((word) => word === `refused ${idOf(third.program)} hash`).length;
    third.deliver = async (message, offset, length) => {
      await third.send(message);
      const written = files.get("mote.a") ?? "";
      if (offset + length === third.program.length) files.set("mote.a", `;${written.slice(1)}`);
    };
    await third.offer({ version: "0.1.0+33333333" });
    assert.ok(await third.serve(() => refused() === 3, 30 * MINUTE), third.said.slice(-5).join());
    await node.board.run(5 * MINUTE);
    assert.deepEqual([refused(), third.has("trial")], [3, false]);
    assert.deepEqual([stateOf(node)["installed_version"], stateOf(node)["in_progress"]], [NEW_VERSION, false]);
  });

  it("is refused where it is for another board, too old, not signed, or used up", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    const before = programFiles();
    const refused = async (reason: string, changes: Parameters<Updater["offer"]>[0], key = KEY): Promise<void> => {
      const offered = { name: "node", counter: 7, program: updater.program, version: NEW_VERSION, ...changes };
      await updater.send(offer(key, offered));
      await node.board.run(2_000);
      assert.equal(updater.said.at(-1), `refused ${idOf(offered.program)} ${reason}`, reason);
      assert.deepEqual(programFiles(), before);
    };
    await refused("name", { name: "other" });
    await refused("engine", { engine: "nodemcu" });
    await refused("chip", { chip: "esp8266" });
    await refused("signature", {}, "f".repeat(32));
    await refused("nonce", { nonce: "2.0000000001.abcdefghijkl" });
    await refused("size", { size: 0 });
    const said = updater.said.length;
    const right = offer(KEY, { name: "node", counter: 7, program: updater.program, version: NEW_VERSION });
    for (const strange of [
      "",
      "offer",
      "offer 1",
      right.slice(0, 120),
      right.replace("offer 1", "offer 2"),
      right.replace(" now ", " soon "),
    ]) {
      await updater.send(strange);
      await node.board.run(2_000);
    }
    assert.deepEqual(updater.said.slice(said), [], "what cannot be read has no answer");
    await refused("signature", { text: 'a "quote"' });
    // One with the nonce of now is taken, and not once more with the same.
    const nonce = node.payloads("nonce").at(-1)!;
    await updater.offer({ nonce, flags: "ask", counter: 9 });
    await node.board.run(2_000);
    assert.equal(stateOf(node)["latest_version"], NEW_VERSION);
    assert.notEqual(node.payloads("nonce").at(-1), nonce);
    await refused("nonce", { nonce, counter: 10 });
    await refused("counter 9", { counter: 8 });
    assert.deepEqual(programFiles(), before);
  });

  it("is refused where it has no room, before anything is written, and nothing is compacted", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    const { storage } = node.board;
    storage.files.set("full", "x".repeat(storage.flash.freeBytes - updater.program.length - 2_000));
    const before = programFiles();
    await updater.offer();
    await node.board.run(5_000);
    assert.match(updater.said.at(-1) ?? "", /^refused \S+ room \d+$/);
    assert.deepEqual(programFiles(), before);
    assert.equal(storage.flash.compactions, 0);
    storage.files.delete("full");
    await updater.offer();
    assert.ok(await updater.serve(isConfirmed(updater)));
  });

  it("returns where the owner says so, and that stays", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    await updater.offer();
    assert.ok(await updater.serve(isConfirmed(updater)));
    await node.board.run(MINUTE);
    const nonce = (): string => node.payloads("nonce").at(-1) ?? "";
    const topic = `${node.base}/nonce`;
    await updater.send(signedBack(KEY, 7, nonce(), "other/nonce"));
    await node.board.run(2_000);
    assert.equal(updater.said.at(-1), "refused back signature");
    await updater.send(signedBack("f".repeat(32), 7, nonce(), topic));
    await node.board.run(2_000);
    assert.equal(updater.said.at(-1), "refused back signature");
    await updater.send(signedBack(KEY, 6, nonce(), topic));
    await node.board.run(2_000);
    assert.equal(updater.said.at(-1), "refused back counter 7");
    await updater.send(signedBack(KEY, 7, nonce(), topic));
    assert.ok(await updater.serve(() => updater.has("came back")));
    assert.equal(updater.said.at(-1), `came back ${idOf(updater.program)} left`);
    await node.board.run(MINUTE);
    await updater.send(signedBack(KEY, 0, nonce(), topic));
    await node.board.run(2_000);
    assert.equal(updater.said.at(-1), "refused back nothing");
    await updater.offer({ counter: 8 });
    await node.board.run(2_000);
    assert.equal(updater.said.at(-1), `refused ${idOf(updater.program)} came back`);
    await updater.offer({ counter: 9, flags: "now+again" });
    const confirmations = (): number => updater.said.filter((word) => word.startsWith("confirmed")).length;
    assert.ok(await updater.serve(() => confirmations() === 2));
  });

  const PROGRAMS: [what: string, why: string, make: (good: string) => string][] = [
    ["throws at its start", "failed", () => "throw new Error('no')"],
    ["never comes to its end", "failed", () => "for(;;);"],
    ["is cut off before its end, as by running out of memory", "failed", () => "print('begun')"],
    ["hangs later on", "failed", (good) => `${good}\nsetTimeout(function(){for(;;);},50000)`],
    [
      "cannot reach Wi-Fi with its settings",
      "not confirmed",
      (good) => `require("Wifi").connect=function(){};\n${good}`,
    ],
    [
      "needs a secret that the chip has not",
      "failed",
      (good) => good.replace('"ssid password', '"ssid9 ssid password'),
    ],
    [
      "stops in the middle",
      "failed",
      (good) => `${good}\nsetTimeout(function(){for(var i=1;i<99;i++)if(i!==global.MOTE_TRIAL)clearTimeout(i)},9000)`,
    ],
  ];
  for (const [what, why, make] of PROGRAMS) {
    it(`comes back by itself where it ${what}`, async () => {
      await start();
      const bad = new Updater(node, make(nextOf(node)), 7);
      assert.notEqual(bad.program, nextOf(node));
      await bad.offer();
      assert.ok(await bad.serve(() => bad.has("came back"), 60 * MINUTE), bad.said.join());
      assert.equal(bad.said.at(-1), `came back ${idOf(bad.program)} ${why}`);
      const marks = node.board.storage.files.get("mote.b.ok")?.replace(/\xff+$/, "");
      assert.equal(marks, why === "failed" ? "2?.." : "2?.x", "two tries, or one that it ended itself");
      assert.notEqual(stateOf(node)["installed_version"], NEW_VERSION);
      assert.match(String(stateOf(node)["release_summary"]), new RegExp(`^0\\.1\\.0\\+22222222 came back: ${why}$`));
      await node.board.run(MINUTE);
      await bad.offer({ counter: 8 });
      await node.board.run(5_000);
      assert.equal(bad.said.at(-1), `refused ${idOf(bad.program)} came back`);
      node.board.uncaught.length = 0;
      const good = new Updater(node, nextOf(node, "5"), 9);
      await good.offer({ version: "0.1.0+55555555" });
      assert.ok(await good.serve(isConfirmed(good)), good.said.join());
    });
  }

  it("is not begun, and nothing fills up, by whatever a hostile broker sends", async () => {
    await start();
    const updater = new Updater(node, nextOf(node), 7);
    const random = new Random(5);
    const before = programFiles();
    const right = [
      offer(KEY, { name: "node", counter: 7, program: updater.program, version: NEW_VERSION }),
      part(KEY, updater.program, 0, 512),
      signedBack(KEY, 0, node.payloads("nonce").at(-1) ?? "", `${node.base}/nonce`),
      "install",
    ];
    const mangled = (): string => {
      const bytes = Array.from(right[random.below(right.length)]);
      for (let i = 0; i <= random.below(4); i++)
        bytes[random.below(bytes.length)] = String.fromCharCode(random.below(256));
      return bytes.slice(0, random.below(8) > 0 ? bytes.length : random.below(bytes.length)).join("");
    };
    const steps = node.board.storage.flash.steps;
    const count = inFullOr(3_000, 200);
    for (let i = 0; i < count; i++) {
      const message = mangled();
      if (right.includes(message) && message !== "install") continue;
      await updater.send(message, { retain: random.below(9) === 0 });
      await node.board.run(random.below(400));
    }
    assert.deepEqual(programFiles(), before);
    // Nonces are reserved now and then.
    assert.ok(node.board.storage.flash.steps - steps < 20 + count / 50);
    assert.ok(updater.said.every((word) => word.startsWith("refused ")));
    assert.deepEqual(node.board.uncaught, []);
    await node.board.run(2_000);
    await updater.offer();
    assert.ok(await updater.serve(isConfirmed(updater)));
  });
});
