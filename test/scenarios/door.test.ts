import assert from "node:assert/strict";
import { signedCommand } from "../vectors/signed-commands";
import { Random, seed } from "../random";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr, itInFull } from "../thorough";

const LOCK = 26;
const MINUTE = 60_000;
/** What .env.example names, which the scenario's boards are built with. */
const KEY = "change-me-0123456789abcdef0123456789";
const TOPIC = "home/door/lock/set";

function nonceOf(node: SimulatedNode): string {
  return node.payloads("nonce").at(-1) ?? "";
}

function counterOf(nonce: string): number {
  return Number(nonce.slice(2, 12));
}

/** Sends a payload on the lock's command topic, and gives the counts of what did not pass. */
async function counts(node: SimulatedNode): Promise<(string | number)[]> {
  await node.board.run(2_000);
  const { unsigned = 0, stale = 0, forged = 0, refused = 0, unchecked } = node.diagnostics;
  assert.equal(unchecked, 0);
  return [unsigned, stale, forged, refused];
}

describeOnEngines("a door that obeys signed commands only", function () {
  this.timeout(120_000);
  let node: SimulatedNode;

  beforeEach(async () => {
    node = await SimulatedNode.online("door");
    await node.board.run(2_000);
  });
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const sign = (command: string, nonce = nonceOf(node), topic = TOPIC, key = KEY): string =>
    signedCommand(key, topic, nonce, command);
  /** Sends a payload, and tells whether the pin moved. */
  const moves = async (payload: string, options = {}): Promise<boolean> => {
    const before = node.board.pin(LOCK).level;
    await node.command("lock", payload, options);
    return node.board.pin(LOCK).level !== before;
  };

  it("publishes a nonce, retained, when it is online and after each command", async () => {
    const first = node.on("nonce").at(-1);
    assert.match(first?.payload ?? "", /^2\.\d{10}\.[A-Za-z0-9+/]{12}$/);
    assert.equal(first?.retain, true);
    assert.ok(await moves(sign("ON")));
    assert.equal(counterOf(nonceOf(node)), counterOf(first?.payload ?? "") + 1);
    assert.equal(node.payloads("lock/state").at(-1), "ON");
  });

  it("obeys one signed command after the other", async () => {
    for (const command of ["ON", "OFF", "TOGGLE", "TOGGLE"]) assert.ok(await moves(sign(command)), command);
    assert.deepEqual(await counts(node), [0, 0, 0, 0]);
  });

  it("refuses a signed command that is none, which uses its nonce up all the same", async () => {
    const nonce = nonceOf(node);
    assert.ok(!(await moves(sign("PERHAPS"))));
    assert.equal(node.diagnostics.event, "command refused");
    assert.deepEqual(await counts(node), [0, 0, 0, 1]);
    assert.ok(!(await moves(sign("ON", nonce))));
    assert.deepEqual(await counts(node), [0, 1, 0, 1]);
  });

  it("no unsigned command moves the pin", async () => {
    const signed = sign("ON");
    const payloads = ["ON", "", " ", signed.slice(1), signed.slice(0, -1), `${signed} `, signed.replaceAll(" ", "-")];
    for (const payload of payloads) assert.ok(!(await moves(payload)), payload);
    const [unsigned, stale, forged, refused] = await counts(node);
    assert.equal(Number(unsigned) + Number(stale) + Number(forged), payloads.length);
    assert.ok(Number(unsigned) >= 5);
    assert.equal(refused, 0);
    // Whoever sends these does not use up the owner's nonce.
    assert.ok(await moves(signed));
  });

  it("reports what did not pass, by what was wrong with it", async () => {
    await moves("ON");
    assert.equal(node.diagnostics.event, "command unsigned");
    await moves(sign("ON", "2.9999999999.AAAAAAAAAAAA"));
    assert.equal(node.diagnostics.event, "command stale");
    await moves(sign("ON", undefined, undefined, "another key, as long as the right"));
    assert.equal(node.diagnostics.event, "command forged");
    assert.equal(node.diagnostics.id, "lock");
    assert.deepEqual(await counts(node), [1, 1, 1, 0]);
  });

  it("one bit turned round anywhere, and the command moves nothing", async () => {
    let tried = 0;
    const { length } = sign("ON");
    for (let at = 0; at < length; at += inFullOr(1, 11)) {
      // Tries with the right badge cost the nonce: the next byte has its own.
      await node.board.run(1_000);
      const signed = sign("ON");
      for (let bit = 0; bit < 8; bit++) {
        const bytes = Buffer.from(signed, "latin1");
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        await node.broker.publish(TOPIC, bytes);
        tried++;
      }
      await node.network.settle();
      await node.board.run(200);
      assert.equal(node.board.pin(LOCK).level, false, `a bit of byte ${at}`);
    }
    const [unsigned, stale, forged] = await counts(node);
    assert.equal(Number(unsigned) + Number(stale) + Number(forged), tried);
    assert.ok(await moves(sign("ON")));
  });

  it("a command cut off anywhere moves nothing", async () => {
    const signed = sign("ON");
    for (let length = 0; length < signed.length; length++) {
      await node.broker.publish(TOPIC, signed.slice(0, length));
      await node.broker.publish(TOPIC, signed.slice(signed.length - length));
    }
    await counts(node);
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("random bytes of a command's length move nothing", async () => {
    const random = new Random(seed());
    const { length } = sign("ON");
    for (let i = 0; i < 300; i++) {
      await node.broker.publish(TOPIC, Buffer.from(Array.from({ length }, () => random.below(256))));
    }
    await counts(node);
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("a replayed command moves nothing, neither at once nor ever", async () => {
    const recorded: string[] = [];
    for (let i = 0; i < 5; i++) {
      recorded.push(sign("TOGGLE"));
      assert.ok(await moves(recorded[i] ?? ""));
      for (const old of recorded) assert.ok(!(await moves(old)));
    }
    assert.deepEqual(await counts(node), [0, 15, 0, 0]);
    await node.board.run(10 * MINUTE);
    for (const old of recorded) assert.ok(!(await moves(old)));
  });

  it("a command for another topic or another board moves nothing", async () => {
    for (const topic of ["home/door/lamp/set", "home/gate/lock/set", "home/door/lock/se", "", `${TOPIC}\n`]) {
      assert.ok(!(await moves(sign("ON", undefined, topic))), topic);
      await node.board.run(1_000);
    }
    assert.deepEqual(await counts(node), [0, 0, 5, 0]);
    const other = await SimulatedNode.online("door", { serial: "24a160aa-0001" });
    await other.board.run(2_000);
    assert.notEqual(nonceOf(other).slice(13), nonceOf(node).slice(13));
    await other.close();
  });

  it("a command that was withheld expires after two minutes at the latest, also without a connection", async () => {
    const withheld = sign("ON");
    await node.board.run(2 * MINUTE);
    assert.ok(!(await moves(withheld)));
    const second = sign("ON");
    node.network.connectFailure = "refused";
    node.network.resetAll();
    await node.board.run(2 * MINUTE);
    node.network.connectFailure = undefined;
    await node.untilOnline(2 * MINUTE);
    assert.ok(!(await moves(second)));
    assert.deepEqual(await counts(node), [0, 2, 0, 0]);
  });

  it("a command that is a little late is obeyed, although the nonce has changed meanwhile", async () => {
    const nonce = nonceOf(node);
    await node.untilNext("nonce", 2 * MINUTE);
    assert.notEqual(nonceOf(node), nonce);
    assert.ok(await moves(sign("ON", nonce)));
  });

  it("of two senders that signed with the same nonce one is obeyed, and the other is told that it was late", async () => {
    const nonce = nonceOf(node);
    assert.ok(await moves(sign("ON", nonce)));
    assert.ok(!(await moves(sign("OFF", nonce))));
    assert.equal(node.diagnostics.event, "command stale");
    assert.ok(await moves(sign("OFF")));
  });

  it("commands signed for later counters, also far ahead, move nothing now or later", async () => {
    const nonce = nonceOf(node);
    const ahead = (by: number): string =>
      sign("ON", `2.${String(counterOf(nonce) + by).padStart(10, "0")}${nonce.slice(12)}`);
    const payloads = [1, 2, 3, 1000, 1_000_000, 9_999_999_998 - counterOf(nonce)].map(ahead);
    for (const payload of payloads) assert.ok(!(await moves(payload)));
    for (let minute = 0; minute < 4; minute++) {
      await node.board.run(MINUTE);
      for (const payload of payloads) assert.ok(!(await moves(payload)));
    }
    // And they do not use up the counters in between.
    assert.ok(counterOf(nonceOf(node)) < counterOf(nonce) + 10);
    assert.ok(await moves(sign("ON")));
  });

  it("ignores a retained command, although it is signed and its nonce is good", async () => {
    const signed = sign("ON");
    node.network.resetAll();
    await node.broker.publish(TOPIC, signed, { retain: true });
    await node.untilOnline(MINUTE);
    await node.board.run(2_000);
    assert.equal(node.board.pin(LOCK).level, false);
    assert.equal(node.diagnostics.ignored, 1);
    assert.ok(await moves(signed));
  });

  it("the counter goes on after a reboot, and nothing from before is obeyed", async () => {
    const recorded: string[] = [];
    let highest = 0;
    for (let boot = 0; boot < 4; boot++) {
      recorded.push(sign("TOGGLE"));
      assert.ok(counterOf(nonceOf(node)) > highest || boot === 0);
      highest = counterOf(nonceOf(node));
      if (boot % 2 === 0) assert.ok(await moves(recorded[boot] ?? ""));
      node.board.reboot();
      await node.untilOnline(MINUTE);
      await node.board.run(2_000);
      for (const old of recorded) assert.ok(!(await moves(old)), `after boot ${boot}`);
    }
    assert.ok(await moves(sign("ON")));
  });

  it("a reboot in the middle of any write to storage brings no counter back", async () => {
    const { files } = node.board.storage;
    const reboot = async (): Promise<number> => {
      node.board.reboot();
      await node.untilOnline(MINUTE);
      await node.board.run(2_000);
      return counterOf(nonceOf(node));
    };
    let highest = counterOf(nonceOf(node));
    for (let cut = -1; cut < 16; cut += inFullOr(1, 4)) {
      const before = new Map(files);
      await reboot();
      const written = [...files].filter(([name, text]) => before.get(name) !== text);
      assert.equal(written.length, 1, "one write a boot");
      // As if power had gone in that write: the file is lost, or torn.
      const [name, text] = written[0] ?? ["", ""];
      files.clear();
      for (const [each, old] of before) files.set(each, old);
      files.delete(name);
      if (cut >= 0) files.set(name, text.slice(0, cut) + "\xff".repeat(Math.max(0, text.length - cut)));
      const counter = await reboot();
      assert.ok(counter > highest, `${counter} after ${highest}, cut at ${cut}`);
      highest = counter;
    }
  });

  itInFull("writes to storage once a boot, and then once in 1,024 nonces", async () => {
    hasOwnTraffic("NodeMCU's clock has steps of 8 ms after a day, which make some minutes a second longer");
    const { files } = node.board.storage;
    let writes = 0;
    const set = files.set.bind(files);
    files.set = (name, text) => {
      if (name.startsWith("nonces")) writes++;
      return set(name, text);
    };
    const before = counterOf(nonceOf(node));
    await node.board.run(24 * 60 * MINUTE);
    const used = counterOf(nonceOf(node)) - before;
    assert.ok(used >= 1_400 && used <= 1_441, `${used} nonces a day`);
    assert.ok(writes >= 1 && writes <= 2, `${writes} writes a day`);
  });

  it("obeys nothing while its counter cannot be stored, and says so", async () => {
    const { files } = node.board.storage;
    files.set = () => files;
    node.board.reboot();
    await node.untilOnline(MINUTE);
    await node.board.run(2_500);
    assert.ok(node.payloads("diagnostics").some((report) => report.includes('"event":"nonces not stored"')));
    assert.ok(!(await moves(sign("ON"))));
  });

  it("with its storage lost it publishes other nonces than before, so that recorded commands stay useless", async () => {
    const recorded: string[] = [];
    for (let i = 0; i < 5; i++) {
      recorded.push(sign("ON"));
      await moves(sign("TOGGLE"));
    }
    const { files } = node.board.storage;
    for (const name of files.keys()) if (name.startsWith("nonces")) files.delete(name);
    node.board.reboot();
    await node.untilOnline(MINUTE);
    for (let i = 0; i < 8; i++) {
      await node.board.run(MINUTE);
      for (const old of recorded) await node.broker.publish(TOPIC, old);
    }
    await node.board.run(2_000);
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("obeys unsigned commands on no topic that it is subscribed to", async () => {
    await node.broker.publish("home/door/contact/set", "ON");
    await node.broker.publish("home/door/nonce", nonceOf(node));
    assert.deepEqual(await counts(node), [0, 0, 0, 0]);
  });

  it(`obeys its owner and nobody else, fault after fault (seed ${seed()})`, async () => {
    hasOwnTraffic("chance decides what happens, and each engine is online at another moment");
    const random = new Random(seed());
    const faults = [
      () => node.network.resetAll(),
      () => node.board.reboot(),
      () => {
        node.board.accessPoint.up = false;
        node.board.after(5 * MINUTE, () => (node.board.accessPoint.up = true));
      },
    ];
    const spent: string[] = [];
    const hours = inFullOr(24, 3);
    for (let hour = 0; hour < hours; hour++) {
      faults[random.below(faults.length)]();
      await node.board.run(55 * MINUTE);
      const signed = sign("TOGGLE");
      assert.ok(await moves(signed), `hour ${hour}`);
      const before = node.board.pin(LOCK).level;
      spent.push(signed);
      // Recorded today, at whatever hour, and made up.
      for (const payload of [
        spent[random.below(spent.length)],
        "TOGGLE",
        sign("TOGGLE", undefined, undefined, "x".repeat(32)),
      ]) {
        assert.ok(!(await moves(payload)), `hour ${hour}: ${payload}`);
      }
      assert.equal(node.board.pin(LOCK).level, before);
      assert.equal(node.payloads("lock/state").at(-1), before ? "ON" : "OFF");
    }
    assert.ok(counterOf(nonceOf(node)) >= hours);
  });
});
