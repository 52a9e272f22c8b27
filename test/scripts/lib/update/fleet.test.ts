import assert from "node:assert/strict";
import { progressOf, progressText, Pace } from "../../../../scripts/lib/update/progress";
import { COUNTER, program, VERSION, World } from "./world";

const IMAGE = program(2_000);

function running(world: World): number {
  return world.nodes.filter((node) => node.running === VERSION).length;
}

function offered(world: World): number {
  return new Set(world.sent.filter(({ word }) => word === "offer").map(({ topic }) => topic)).size;
}

describe("a thousand nodes of one program", function () {
  this.timeout(60_000);

  it("all run the new one in the end, with one connection and a bounded pace", async () => {
    const world = new World(1_000);
    const run = world.update(IMAGE, { bytesPerSecond: 20_000 });
    let mostAtOnce = 0;
    let atRisk = 0;
    await world.pass(3_600_000, () => {
      mostAtOnce = Math.max(
        mostAtOnce,
        run.nodes.filter(({ phase }) => phase === "taking" || phase === "offered").length,
      );
      const confirmed = run.nodes.filter(({ phase }) => phase === "confirmed").length;
      atRisk = Math.max(atRisk, run.nodes.filter((node) => node.isUnderWay).length - Math.max(50, confirmed));
      return world.hasEnded;
    });
    assert.equal(running(world), 1_000);
    assert.ok(atRisk <= 0, `${atRisk} more than had stood it`);
    assert.ok(mostAtOnce <= 50, `${mostAtOnce} at once`);
    const parts = world.sent.filter(({ word }) => word === "part");
    const bytes = parts.reduce((sum, each) => sum + each.bytes, 0);
    const seconds = ((parts.at(-1)?.atMs ?? 0) - parts[0].atMs) / 1_000;
    assert.ok(bytes / seconds <= 20_100, `${bytes / seconds} bytes a second`);
  });

  it("are spared when the one of the canary comes back", async () => {
    const world = new World(1_000);
    world.nodes[0].fate = "comes back";
    const run = world.update(IMAGE, { canary: 1 });
    await world.end();
    assert.equal(running(world), 0);
    assert.equal(offered(world), 1);
    assert.equal(run.stopped, "came back");
    assert.equal(run.nodes.filter(({ phase }) => phase === "waiting").length, 999);
  });

  it("are spared when the canary refuses it, or is not heard of again", async () => {
    for (const change of [
      (world: World): unknown => (world.nodes[2].roomBytes = 10),
      (world: World): unknown => (world.nodes[1].fate = "says nothing"),
    ]) {
      const world = new World(1_000);
      change(world);
      const run = world.update(IMAGE, { canary: 3 });
      await world.end();
      assert.equal(offered(world), 3);
      assert.equal(running(world), 2);
      assert.equal(run.stopped, "canary");
    }
  });

  it("get it once the whole canary stood its trial, and not before", async () => {
    const world = new World(1_000);
    const run = world.update(IMAGE, { canary: 5 });
    await world.pass(3_600_000, () => offered(world) > 5);
    assert.deepEqual(
      run.nodes.slice(0, 5).map(({ phase }) => phase),
      Array.from({ length: 5 }, () => "confirmed"),
    );
    await world.end();
    assert.equal(running(world), 1_000);
  });

  it("are spared once one of them comes back: no more are at risk than have stood it before", async () => {
    const world = new World(1_000);
    for (const node of world.nodes.slice(120)) node.fate = "comes back";
    const run = world.update(IMAGE, { canary: 1 });
    await world.end();
    assert.equal(run.stopped, "came back");
    assert.equal(running(world), 120);
    assert.ok(offered(world) <= 240, `${offered(world)} had begun`);
    assert.equal(run.nodes.filter(({ phase }) => phase === "waiting").length, 1_000 - offered(world));
  });

  it("go on beside one that refuses it, and one that never answers", async () => {
    const world = new World(200);
    world.nodes[7].roomBytes = 10;
    world.nodes[9].cut();
    const run = world.update(IMAGE, { canary: 2 });
    await world.end();
    assert.equal(running(world), 198);
    assert.equal(run.nodes.filter(({ phase }) => phase === "failed").length, 2);
    assert.equal(run.stopped, undefined);
  });
});

describe("an offer that stays", () => {
  it("is taken by those that are there and by those that come, and taken away behind each", async () => {
    const world = new World(3);
    const [, away, refusing] = world.nodes;
    away.cut();
    refusing.roomBytes = 10;
    world.update(IMAGE, { isStanding: true });
    await world.pass(3_600_000);
    assert.equal(running(world), 1);
    assert.match(world.retained(`${away.base}/update`) ?? "", /^offer 1 room .* - now 0\.1\.0/);
    assert.equal(world.retained(`${refusing.base}/update`), undefined);
    away.hear(world.retained(`${away.base}/update`) ?? "");
    away.boot();
    away.hear(world.retained(`${away.base}/update`) ?? "");
    await world.pass(3_600_000);
    assert.equal(running(world), 2);
    assert.equal(world.retained(`${away.base}/update`), undefined);
    assert.equal(world.hasEnded, false);
  });

  it("waits for somebody to say install, where that is asked for", async () => {
    const world = new World(1);
    world.update(IMAGE, { isStanding: true, when: "ask" });
    await world.pass(600_000);
    assert.equal(world.nodes[0].wants, 0);
    world.publish("home/000000000000/update", "install");
    await world.pass(600_000);
    assert.equal(running(world), 1);
  });

  it("has a higher counter for the one that had one, and is there again after the broker was away", async () => {
    const world = new World(1);
    world.nodes[0].floor = COUNTER + 1_000;
    world.isConnected = false;
    world.update(IMAGE, { isStanding: true });
    world.isConnected = false;
    await world.pass(10_000);
    world.connect();
    await world.pass(600_000);
    assert.equal(running(world), 1);
  });

  it("is taken back from those that have not begun, once one came back", async () => {
    const world = new World(3);
    world.nodes[1].cut();
    world.nodes[0].fate = "comes back";
    const run = world.update(IMAGE, { isStanding: true });
    await world.pass(600_000);
    assert.equal(run.stopped, "came back");
    assert.equal(world.retained(`${world.nodes[1].base}/update`), undefined);
    assert.equal(run.nodes[1].phase, "waiting");
  });
});

describe("how far an update is", () => {
  it("is told in bytes, with the time left, and where the nodes are", async () => {
    const world = new World(4);
    world.nodes[3].cut();
    const pace = new Pace();
    const run = world.update(IMAGE, { bytesPerSecond: 1_000 });
    const text = (): string => {
      const progress = progressOf(run.nodes, IMAGE.bytes.length);
      return progressText(progress, pace.secondsLeft(world.time.nowMs, progress), 4);
    };
    assert.equal(text(), "[                        ]   0 %  0 of 8000 bytes  4 asked");
    await world.pass(3_000);
    assert.match(text(), /^\[#+ +\] +\d+ %  \d{3,4} of 8000 bytes  \d+ s left  1 asked, 3 taking it$/);
    await world.end();
    assert.match(text(), / 75 %  6000 of 8000 bytes  (.*left  )?3 confirmed, 1 not updated$/);
  });
});
