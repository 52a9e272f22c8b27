import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signedCommand } from "../vectors/signed-commands";
import { createIdentity, testIdentities } from "../simulator/certificates";
import type { Broker } from "../simulator/broker/broker";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { MemoryBroker } from "../simulator/broker/memory";
import { isMosquittoInstalled, MosquittoBroker } from "../simulator/broker/mosquitto";
import { SimulatedNode } from "./simulated-node";

const LOCK = 26;
const MINUTE = 60_000;
const KEY = "0123456789abcdef0123456789abcdef";

describe("a node that speaks TLS (Espruino only: NodeMCU has no TLS on its sockets)", function () {
  this.timeout(60_000);
  let folder: string;
  let node: SimulatedNode | undefined;
  const { ca, broker, client, stranger } = testIdentities();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-tls-"));
    for (const [name, pem] of [
      ["ca.pem", ca.cert],
      ["client.pem", client.cert],
      ["client.key", client.key],
      ["stranger.pem", stranger.cert],
      ["stranger.key", stranger.key],
    ] as const) {
      writeFileSync(join(folder, name), pem);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    await node?.close();
    node = undefined;
  });

  /** A board file with these brokers, and its path. */
  function boardFile(name: string, urls: string[], tls?: object, more: object = {}): string {
    const path = join(folder, `${name}.json`);
    const board = {
      name,
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls, ...(tls === undefined ? {} : { tls }) },
      commands: { signingKey: KEY },
      actuators: [{ id: "lock", type: "switch", pin: "D26" }],
      ...more,
    };
    writeFileSync(path, JSON.stringify(board));
    return path;
  }
  const own = { ca: "ca.pem", cert: "client.pem", key: "client.key" };

  /** It measures, obeys a signed command, and refuses the same again. */
  async function obeys(name: string, path: string, over: Broker): Promise<void> {
    node = await SimulatedNode.online(path, { broker: over });
    await node.board.run(2_000);
    const nonce = node.payloads("nonce").at(-1) ?? "";
    const command = signedCommand(KEY, `${name}/lock/set`, nonce, "ON");
    await node.command("lock", command);
    assert.equal(node.board.pin(LOCK).level, true);
    await node.command(
      "lock",
      signedCommand("f".repeat(32), `${name}/lock/set`, node.payloads("nonce").at(-1) ?? "", "OFF"),
    );
    await node.command("lock", command.replace("ON", "OFF"));
    await node.command("lock", "OFF");
    assert.equal(node.board.pin(LOCK).level, true);
    assert.deepEqual(
      [node.diagnostics.unsigned, node.diagnostics.stale, node.diagnostics.forged, node.diagnostics.errors],
      [1, 1, 1, 0],
    );
    await over.restart();
    await node.untilOnline(3 * MINUTE);
    assert.deepEqual(node.board.uncaught, []);
  }

  it("obeys signed commands and comes back after a restart, over aedes behind Node's TLS", async () => {
    await obeys("aedes", boardFile("aedes", ["mqtts://broker.example"]), new EmbeddedBroker(0, broker));
  });

  it("shows its certificate where the broker asks for one", async () => {
    const asks = { ...broker, ca: ca.cert, requestCert: true, rejectUnauthorized: true };
    await obeys("mutual", boardFile("mutual", ["mqtts://broker.example"], own), new EmbeddedBroker(0, asks));
  });

  it("obeys signed commands over mosquitto with client certificates (needs mosquitto, a Debian package)", async function () {
    if (!isMosquittoInstalled()) this.skip();
    const path = boardFile("mosquitto", ["mqtts://broker.example:8884"], own);
    await obeys("mosquitto", path, new MosquittoBroker({ ...broker, ca: ca.cert }));
  });

  it("is told by mosquitto that its certificate is a stranger's (needs mosquitto)", async function () {
    if (!isMosquittoInstalled()) this.skip();
    const path = boardFile("stranger", ["mqtts://broker.example"], { cert: "stranger.pem", key: "stranger.key" });
    const over = new MosquittoBroker({ ...broker, ca: ca.cert });
    node = await SimulatedNode.boot(path, { broker: over });
    await node.board.runUntil(() => console_(/TLS failed: broker (refused|hung up)/) > 1, 2 * MINUTE);
    assert.ok(!node.payloads("status").includes("online"));
  });

  const console_ = (pattern: RegExp): number => node?.board.console.filter((line) => pattern.test(line)).length ?? 0;

  it("tells why a handshake failed, waits longer each time, and counts no error of its own", async () => {
    const elliptic = createIdentity({ name: "elliptic", type: "ec" });
    const over = new EmbeddedBroker(0, elliptic);
    const path = boardFile("refused", ["mqtts://broker.example", "mqtt://broker.example"]);
    node = await SimulatedNode.boot(path, { broker: over });
    await node.untilOnline(MINUTE);
    await node.board.run(5_000);
    assert.ok(console_(/TLS failed: broker refused; next attempt in/) > 0, node.board.console.join("\n"));
    assert.equal(node.diagnostics.errors, 0);
    assert.match(String(node.diagnostics.lost), /^TLS failed: broker (refused|hung up)$/);
  });

  it("falls over from a broker with TLS to one without, and back, each on its own terms", async () => {
    const path = boardFile("both", ["mqtts://first.example", "mqtt://second.example:1884"]);
    const secure = new MemoryBroker({ isSecure: true });
    const plain = new MemoryBroker();
    await plain.start();
    node = await SimulatedNode.boot(path, { broker: secure });
    node.network.route("second.example:1884", plain.target);
    node.network.route("first.example:8883", secure.target);
    await node.untilOnline(15_000);
    await node.board.run(2_000);
    await secure.stop();
    await node.board.runUntil(() => plain.messages.some(({ payload }) => payload === "online"), 2 * MINUTE);
    await node.board.run(2_000);
    const nonce = plain.messages.filter(({ topic }) => topic === "both/nonce").at(-1)?.payload ?? "";
    await plain.publish("both/lock/set", signedCommand(KEY, "both/lock/set", nonce, "ON"));
    await node.board.run(2_000);
    assert.equal(node.board.pin(LOCK).level, true);
    await node.board.run(2 * MINUTE);
    await secure.start();
    await plain.stop();
    await node.untilOnline(4 * MINUTE);
    assert.deepEqual(node.board.uncaught, []);
  });

  it("a broker that takes its leave is lost like any other", async () => {
    const over = new EmbeddedBroker(0, broker);
    node = await SimulatedNode.online(boardFile("leave", ["mqtts://broker.example"]), { broker: over });
    await over.restart();
    await node.untilOnline(2 * MINUTE);
    await node.board.run(5_000);
    assert.equal(node.diagnostics.lost, "connection closed");
    assert.equal(node.diagnostics.errors, 0);
  });

  it("a reading of the moment between the close and what is told of it counts as dropped, and as no error", async () => {
    const over = new EmbeddedBroker(0, broker);
    const sensors = [{ id: "up", type: "uptime", periodSeconds: 1 }];
    const path = boardFile("closing", ["mqtts://broker.example"], undefined, { sensors });
    node = await SimulatedNode.online(path, { broker: over });
    await node.untilNext("up/state", 2_000);
    await node.board.run(990);
    const sent = node.payloads("up/state").length;
    node.network.resetAll();
    await node.board.run(500);
    assert.ok(node.board.console.some((line) => line.includes("This socket is closed")));
    assert.equal(node.payloads("up/state").length, sent);
    await node.untilOnline(MINUTE);
    await node.board.run(2_000);
    assert.equal(node.diagnostics.errors, 0);
    // Each session begins with a reading besides those of the period.
    const arrived = node.payloads("up/state").length - 2;
    assert.equal(arrived + Number(node.diagnostics.dropped), Math.floor(node.board.nowMs / 1_000));
  });
});
