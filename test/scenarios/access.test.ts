import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import { loadBoard } from "../../scripts/lib/board/load";
import { giveCommand } from "../../scripts/lib/broker/give-command";
import { joinBroker } from "../../scripts/lib/broker/join";
import { isMosquittoInstalled, MosquittoBroker } from "../simulator/broker/mosquitto";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

const README = resolve(__dirname, "../../firmware/README.md");
const PASSWORDS = { door: "of the door", owner: "of the owner", guest: "of a guest", other: "of another board" };

/** What the README recommends for mosquitto. */
function recommended(): string {
  const [, acl] = /mosquitto, `acl_file`:\n\n```\n(.*?)\n```/s.exec(readFileSync(README, "utf8")) ?? [];
  assert.ok(acl !== undefined, "firmware/README.md has the example");
  return acl;
}

describe("the rights that firmware/README.md gives on a broker (needs mosquitto)", function () {
  this.timeout(60_000);
  let broker: MosquittoBroker;
  let node: SimulatedNode;
  const clients: MqttClient[] = [];

  before(async function () {
    if (!isMosquittoInstalled()) this.skip();
    broker = new MosquittoBroker(undefined, { acl: recommended(), passwords: PASSWORDS });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
    await node.close();
  });

  async function join(username: keyof typeof PASSWORDS): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { username, password: PASSWORDS[username] });
    clients.push(client);
    return client;
  }

  it("let a board and its owner do all that they do, and nobody else anything", async () => {
    const path = boardFile("door", {
      topics: { base: "home/door" },
      broker: { urls: ["mqtt://broker.example"], username: "door", password: PASSWORDS.door },
      commands: { signingKey: "0123456789abcdef0123456789abcdef" },
      safeModeAfterBoots: 5,
      sensors: [{ id: "contact", type: "digital", pin: "D27", periodSeconds: 60 }],
      actuators: [{ id: "lock", type: "switch", pin: "D26" }],
    });
    node = await SimulatedNode.online(path, { broker });
    await node.board.run(2_000);
    for (const topic of ["status", "diagnostics", "nonce", "contact/state", "lock/state"]) {
      assert.equal(node.payloads(topic).length, 1, topic);
    }

    // It hears its own status from half a minute on, where the broker publishes a will too late.
    await node.board.run(40_000);
    await node.broker.publish("home/door/status", "offline", { retain: true });
    assert.equal((await node.untilNext("status", 5_000)).payload, "online");
    assert.ok(!node.board.console.some((line) => line.startsWith("subscription refused")));

    const { board } = loadBoard(path, { environment: {} });
    let isAnswered = false;
    const owner = await joinBroker(
      board,
      `mqtt://owner:${encodeURIComponent(PASSWORDS.owner)}@127.0.0.1:${broker.port}`,
    );
    clients.push(owner);
    const given = giveCommand(owner, board, "lock", "ON", 10_000).finally(() => (isAnswered = true));
    given.catch(() => undefined);
    while (!isAnswered) {
      await node.board.run(20);
      await new Promise((next) => setTimeout(next, 1));
    }
    assert.equal(await given, "ON");

    // Below the board's topics guests write nothing: neither nonces nor states nor answers nor floods. And they hear nothing.
    const before = node.broker.messages.length;
    const heard: string[] = [];
    for (const user of ["guest", "other"] as const) {
      const stranger = await join(user);
      stranger.on("message", (topic) => heard.push(topic));
      await stranger.subscribeAsync("#").catch(() => undefined);
      for (const topic of ["nonce", "answer", "status", "diagnostics", "lock/state", "lock/set", "safe-mode/set"]) {
        await stranger.publishAsync(`home/door/${topic}`, "x", { qos: 1, retain: true });
      }
    }
    // Nor does the owner write what is the board's, nor the board what is another's.
    await (await join("owner")).publishAsync("home/door/nonce", "x", { qos: 1, retain: true });
    await (await join("door")).publishAsync("home/gate/lock/set", "x", { qos: 1 });
    await node.network.settle();
    await node.board.run(5_000);
    const added = node.broker.messages.slice(before).filter(({ payload }) => payload === "x");
    assert.deepEqual(added, []);
    assert.deepEqual(heard, []);
    assert.deepEqual(node.board.uncaught, []);
    assert.equal(node.diagnostics.connects, 1);
  });
});
