import assert from "node:assert/strict";
import { BackRun, MOST_MS } from "../../../../scripts/lib/update/back-run";
import { KEY, type ScriptedNode } from "./scripted-node";
import { World } from "./world";

/** A node that has had an update, with something changed. */
function worldWith(change: (node: ScriptedNode) => unknown = () => undefined): World {
  const world = new World(1);
  Object.assign(world.nodes[0], { running: "new", before: "old", counter: 1_764_583_200, floor: 1_764_583_200 });
  change(world.nodes[0]);
  return world;
}

async function back(world: World): Promise<{ isDone: boolean; told: string[] }> {
  const told: string[] = [];
  const run = new BackRun({
    nodes: world.targets,
    key: KEY,
    mostMs: MOST_MS,
    time: world.clock,
    publish: world.toNodes,
    tell: (_label, text) => told.push(text),
  });
  world.begin(run);
  await world.end();
  return { isDone: run.isDone, told };
}

describe("the way back to the program before", () => {
  it("is taken by a signed word, with the counter of the program that runs", async () => {
    const world = worldWith();
    assert.deepEqual(await back(world), { isDone: true, told: ["runs the program that it had before"] });
    assert.equal(world.nodes[0].running, "old");
  });

  it("is asked for again where a message was lost, or the nonce changed", async () => {
    const world = worldWith();
    let count = 0;
    world.loses = (_topic, payload) => payload.startsWith("back ") && ++count < 3;
    world.time.after(11_000, () => world.nodes[0].renew());
    assert.equal((await back(world)).isDone, true);
  });

  it("is refused in words by a node that has no other program, or another key, and told where nobody answers", async () => {
    for (const [change, said] of [
      [(node: ScriptedNode) => (node.before = undefined), /has no program to return to/],
      [(node: ScriptedNode) => (node.key = "another-key-of-at-least-32-characters"), /another signing key/],
      [(node: ScriptedNode) => node.cut(), /did not say that it returned/],
    ] as const) {
      const world = worldWith(change);
      const { isDone, told } = await back(world);
      assert.equal(isDone, false);
      assert.equal(told.length, 1);
      assert.match(told[0], said);
      assert.equal(world.nodes[0].running, "new");
    }
  });
});
