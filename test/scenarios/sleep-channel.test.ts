import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

const SLEEPER = {
  topics: { base: "home/node" },
  sleep: { everySeconds: 600 },
  sensors: [{ id: "contact", type: "digital", pin: "D27" }],
  actuators: [],
};
const FILE = "mote.channel";
const MINUTE = 60_000;

describe("the Wi-Fi channel of a node that sleeps", function () {
  this.timeout(120_000);
  let node: SimulatedNode;
  afterEach(() => node.close());

  const boot = async (engine: "espruino" | "nodemcu"): Promise<void> => {
    node = await SimulatedNode.boot(boardFile("node", { ...SLEEPER, engine }));
    await node.board.run(MINUTE);
  };
  /** How long each of the last wakes took to have an address, in ms. */
  const joined = async (wakes: number): Promise<number[]> => {
    const { events } = node.board;
    const from = events.length;
    await node.board.run(wakes * 10 * MINUTE);
    const since = events.slice(from);
    return since.flatMap(({ what, atMs }, i) => (what === "joined" ? [atMs - since[i - 1].atMs] : []));
  };
  const channel = (): string | undefined => node.board.storage.files.get(FILE);

  it("is where NodeMCU on the ESP32 looks first, so that it joins sooner than by a search from the first channel", async () => {
    await boot("nodemcu");
    const [{ atMs: bootMs }, { atMs: joinedMs }] = node.board.events;
    assert.equal(channel(), "6");
    // The first boot waits a second in its loader.
    const searchedMs = joinedMs - bootMs - 1_000;
    for (const ms of await joined(3)) assert.ok(ms <= searchedMs - 5 * 100, `${ms} ms, ${searchedMs} ms at first`);
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("is looked for on all the others where the access point has moved, and is another one from then on", async () => {
    await boot("nodemcu");
    const [soonMs] = await joined(1);
    node.board.accessPoint.channel = 1;
    const [movedMs] = await joined(1);
    assert.ok(movedMs > soonMs, `${movedMs} ms, ${soonMs} ms before`);
    assert.equal(channel(), "1");
    assert.equal(node.payloads("status").at(-1), "asleep");
  });

  it("does no harm where what is kept of it is none", async () => {
    for (const kept of ["", "x", "0", "99"]) {
      await boot("nodemcu");
      node.board.storage.files.set(FILE, kept);
      assert.equal((await joined(1)).length, 1, kept);
      assert.equal(channel(), "6");
      await node.close();
    }
    await boot("nodemcu");
  });

  it("is left alone where there is no network, and tried again without it", async () => {
    await boot("nodemcu");
    node.board.accessPoint.up = false;
    assert.deepEqual(await joined(2), []);
    assert.equal(channel(), "6");
    node.board.accessPoint.up = true;
    assert.equal((await joined(1)).length, 1);
  });

  it("cannot be told to Espruino, which searches at each wake", async () => {
    await boot("espruino");
    const [{ atMs: bootMs }, { atMs: joinedMs }] = node.board.events;
    assert.deepEqual(await joined(2), [joinedMs - bootMs, joinedMs - bootMs]);
    assert.equal(channel(), undefined);
  });
});
