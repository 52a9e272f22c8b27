import assert from "node:assert/strict";
import { signedOffer } from "../../../vectors/signed-updates";
import type { ScriptedNode } from "./scripted-node";
import { COUNTER, program, VERSION, World } from "./world";

const IMAGE = program(4_321);
const ID = IMAGE.id;

/** What the one node of a world was said to do, behind its name. */
function toldOf({ told }: World): string[] {
  return told.map((line) => line.slice("000 ".length));
}

/** A world with one node, on which something is changed. */
function worldWith(change: (node: ScriptedNode) => void): World {
  const world = new World(1);
  change(world.nodes[0]);
  return world;
}

describe("an update of one node", () => {
  it("brings the program part by part, and ends when the node has confirmed it", async () => {
    const world = new World(1);
    const run = world.update(IMAGE);
    await world.end();
    const [node] = world.nodes;
    assert.deepEqual(node.written, IMAGE.bytes);
    assert.equal(node.running, VERSION);
    assert.equal(run.nodes[0].phase, "confirmed");
    assert.deepEqual(toldOf(world), [
      "takes it",
      "has got all of it",
      "has started the new program, which is on trial for a minute",
      "runs the new program, which stood its trial",
    ]);
    assert.equal(node.ignored, 0);
    assert.equal(world.sent.filter(({ word }) => word === "offer").length, 1);
    assert.ok(world.sent.every(({ word, retain }) => retain === (word === "")));
  });

  it("gets through where every third message is lost, either way", async () => {
    const world = new World(1);
    let count = 0;
    world.loses = (topic) => topic.includes("/update") && ++count % 3 === 0;
    world.update(IMAGE);
    await world.pass(3_600_000, () => world.nodes[0].running === VERSION);
    assert.deepEqual(world.nodes[0].written, IMAGE.bytes);
  });

  it("makes its offer anew where it was lost, and with the nonce of then", async () => {
    const world = new World(1);
    world.loses = (_topic, payload) => payload.startsWith("offer ") && world.time.nowMs < 12_000;
    world.update(IMAGE);
    await world.pass(8_000);
    world.nodes[0].renew();
    await world.end();
    assert.equal(world.nodes[0].running, VERSION);
    assert.ok(world.sent.filter(({ word }) => word === "offer").length <= 4);
  });

  it("goes on where it was when power was lost in the middle, at any part", async () => {
    for (let parts = 0; parts <= 10; parts++) {
      const world = new World(1);
      const run = world.update(IMAGE);
      const [node] = world.nodes;
      await world.pass(60_000, () => node.written.length >= Math.min(400 * parts, 4_320));
      const before = node.written.length;
      node.cut();
      // Longer, and it would count as one that is not there.
      await world.pass(parts === 0 ? 30_000 : 100_000);
      node.boot();
      await world.end();
      assert.equal(node.running, VERSION);
      const wanted = 11 + (before < 4_321 ? 1 : 0);
      assert.ok(node.wants <= wanted, `${node.wants} parts were asked for, of ${wanted}, after ${parts}`);
      assert.equal(run.nodes[0].phase, "confirmed");
    }
  });

  it("goes on when the broker is there again", async () => {
    const world = new World(1);
    world.update(IMAGE);
    await world.pass(100);
    world.isConnected = false;
    await world.pass(20_000);
    assert.ok(world.nodes[0].written.length < 4_321);
    world.connect();
    await world.end();
    assert.equal(world.nodes[0].running, VERSION);
  });

  it("takes a counter that is one more than the node's, where that has had a higher one", async () => {
    const world = worldWith((node) => (node.floor = COUNTER + 1_000));
    world.update(IMAGE);
    await world.end();
    assert.equal(world.nodes[0].running, VERSION);
    assert.equal(world.nodes[0].floor, COUNTER + 1_001);
  });

  it("does not follow a counter that nobody's clock reaches, nor one that is made up again and again", async () => {
    const world = worldWith((node) => (node.floor = 2 ** 31 - 2));
    world.update(IMAGE);
    await world.end();
    assert.match(toldOf(world)[0], /the counter 2147483646, far ahead of this computer's clock/);
    const other = new World(1);
    other.changes = (_topic, payload) => {
      const offered = /^offer \S+ \S+ \S+ \S+ ([0-9]+)/.exec(payload)?.[1];
      if (offered !== undefined) other.publish("home/000000000000/update/want", `refused ${ID} counter ${offered}`);
      return offered === undefined ? payload : "";
    };
    other.update(IMAGE);
    await other.end();
    assert.match(toldOf(other)[0], /far ahead/);
    assert.ok(other.sent.filter(({ word }) => word === "offer").length < 10);
  });

  for (const [what, change, said] of [
    [
      "of another key",
      (node) => (node.key = "another-key-of-at-least-32-characters"),
      /flashed with another signing key.*\.env/,
    ],
    ["of another name", (node) => (node.board.name = "hall"), /another board by its name/],
    [
      "on another engine",
      (node) => (node.board.engine = "nodemcu"),
      /another engine than the board file says.*over the cable/,
    ],
    ["on another chip", (node) => (node.board.chip = "esp8266"), /another chip than the board file says/],
    ["without room", (node) => (node.roomBytes = 4_000), /room for 4000 bytes .* 4321 are needed.*over the cable/],
    ["that came back from it once", (node) => node.cameBack.add(IMAGE.sha), /does not take it again: .*--again/],
    ["that is busy for long", (node) => (node.isBusy = true), /busy with another update/],
  ] as [string, (node: ScriptedNode) => unknown, RegExp][]) {
    it(`tells why a node ${what} refuses it, and the cure`, async () => {
      const world = worldWith(change);
      const run = world.update(IMAGE);
      await world.end();
      assert.equal(world.told.length, 1);
      assert.match(toldOf(world)[0], said);
      assert.equal(run.nodes[0].phase, "failed");
      assert.ok(!world.sent.some(({ word }) => word === "part"));
    });
  }

  it("waits for a node that is busy for a while", async () => {
    const world = worldWith((node) => (node.isBusy = true));
    world.update(IMAGE);
    await world.pass(30_000);
    world.nodes[0].isBusy = false;
    await world.end();
    assert.equal(world.nodes[0].running, VERSION);
  });

  it("gives the same program again only where that is asked for", async () => {
    const world = worldWith((node) => node.cameBack.add(IMAGE.sha));
    world.update(IMAGE, { isAgain: true });
    await world.end();
    assert.equal(world.nodes[0].running, VERSION);
  });

  it("says that the new program came back, and why", async () => {
    const world = worldWith((node) => (node.fate = "comes back"));
    const run = world.update(IMAGE);
    await world.end();
    assert.match(toldOf(world).at(-1) ?? "", /came back to its old program \(failed\).*--again/);
    assert.equal(run.stopped, "came back");
  });

  it("gives up on a node that never answers, that stops, and that is not heard of again", async () => {
    const silent = worldWith((node) => node.cut());
    silent.update(IMAGE);
    await silent.end();
    assert.match(toldOf(silent)[0], /never answered \(it is offline\)/);
    assert.ok(silent.time.nowMs < 70_000);

    const stopping = new World(1);
    stopping.update(IMAGE);
    await stopping.pass(60_000, () => stopping.nodes[0].written.length > 2_000);
    stopping.nodes[0].cut();
    await stopping.end();
    assert.match(toldOf(stopping)[1], /stopped asking at byte 2000 \(it is offline\): it goes on from there/);

    const lost = worldWith((node) => (node.fate = "says nothing"));
    lost.update(IMAGE);
    await lost.end();
    assert.match(toldOf(lost).at(-1) ?? "", /has not said what became of it.*comes back by itself/);
  });

  it("says so where the node publishes no nonce, or somebody else's", async () => {
    const world = new World(1);
    world.nodes[0].cut();
    world.publish("home/000000000000/nonce", "nonsense", true);
    await world.pass(100);
    world.update(IMAGE);
    await world.end();
    assert.match(toldOf(world)[0], /has published no nonce on home\/000000000000\/nonce/);
    assert.equal(world.sent.length, 0);
    const other = new World(1);
    other.publish("home/000000000000/nonce", "2.0000000099.3kVb9QeXw0Zr", true);
    other.update(IMAGE);
    await other.end();
    assert.match(toldOf(other)[0], /refuses its nonce/);
    assert.equal(other.nodes[0].wants, 0);
  });

  it("is begun anew by a node that got other bytes than were signed, and not for ever", async () => {
    const world = new World(1);
    world.update(IMAGE);
    const [node] = world.nodes;
    await world.pass(60_000, () => node.written.length > 800);
    // Its flash has changed them.
    node.written[7] ^= 1;
    await world.end();
    assert.equal(node.running, VERSION);
    assert.ok(toldOf(world).some((line) => line.includes("begins anew")));
    const other = new World(1);
    other.update(IMAGE);
    for (let i = 0; i < 3; i++) other.publish("home/000000000000/update/want", `refused ${ID} hash`);
    await other.pass(1_000);
    assert.match(toldOf(other).at(-1) ?? "", /three times/);
  });
});

describe("who is updated, and others who write on its topics", () => {
  it("makes nothing of what no node says", async () => {
    const world = new World(1);
    world.nodes[0].cut();
    world.update(IMAGE);
    await world.pass(10);
    const want = "home/000000000000/update/want";
    for (const payload of [
      "",
      " ",
      "want",
      `want ${ID}`,
      `want ${ID} 0`,
      `want ${ID} 0 0`,
      `want ${ID} 0 513`,
      `want ${ID} -1 10`,
      `want ${ID} 1e3 10`,
      `want ${ID} 4000 400`,
      `want ${ID} 99999999999999999999 1`,
      `want ${ID} 0 10 `,
      `want ${ID} 0 10\n`,
      "want AAAAAAAA 0 10",
      "refused AAAAAAAA signature",
      "confirmed AAAAAAAA",
      `confirmed  ${ID}`,
      `confirmed ${ID} `,
      `refused ${ID} perhaps`,
      `came back ${ID}`,
      `came back ${ID} \u001b[2J`,
      "x".repeat(100_000),
      "\0".repeat(50),
      signedOffer("k", "1", ""),
    ]) {
      world.publish(want, payload);
    }
    world.publish("home/000000000001/update/want", `want ${ID} 0 10`);
    world.publish("elsewhere", `want ${ID} 0 10`);
    await world.pass(1_000);
    assert.deepEqual(world.told, []);
    assert.ok(!world.sent.some(({ word }) => word === "part"));
  });

  it("takes nothing that is retained for an answer", async () => {
    const world = new World(1);
    world.publish("home/000000000000/update/want", `confirmed ${ID}`, true);
    await world.pass(1_000);
    world.nodes[0].cut();
    world.update(IMAGE);
    await world.pass(1_000);
    // Each new connection is told of what is retained.
    world.connect();
    await world.pass(10_000);
    assert.deepEqual(world.told, []);
  });

  it("serve a flood of forged wishes no faster than they are told, and the other nodes in their turn", async () => {
    const world = new World(2);
    const [flooded, other] = world.nodes;
    flooded.cut();
    world.update(program(40_000), { bytesPerSecond: 4_000 });
    const { id } = program(40_000);
    await world.pass(50);
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 200; i++) world.publish(`${flooded.base}/update/want`, `want ${id} ${i} 500`);
      await world.pass(1_000);
    }
    const bytes = world.sent.filter(({ word }) => word === "part").reduce((sum, each) => sum + each.bytes, 0);
    assert.ok(bytes <= 4_000 * 10 + 2_000, `${bytes} bytes in ten seconds`);
    // No less than a third of what went out, which is a part of 400 bytes for each of 500.
    assert.ok(other.written.length > 10_000, `${other.written.length} bytes for the other one`);
  });
});
