import assert from "node:assert/strict";
import type { MqttClient } from "mqtt";
import type { Board } from "../../../../scripts/lib/board/config";
import { cleanMqtt } from "../../../../scripts/lib/broker/clean-mqtt";
import { discoveryMessages } from "../../../../scripts/lib/home-assistant/documents";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { UserError } from "../../../../scripts/lib/user-error";
import { testIdentities } from "../../../simulator/certificates";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { discoveredBoard, exampleBoard } from "../board/example-board";

const MAC = "24a160aabbcc";

describe("npm run clean-mqtt", function () {
  this.timeout(20_000);
  let broker: EmbeddedBroker;
  let client: MqttClient;
  let printed: string[];

  async function start(board: Board = exampleBoard()): Promise<void> {
    broker = new EmbeddedBroker();
    await broker.start();
    client = await joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
    printed = [];
  }
  afterEach(async () => {
    await client.endAsync(true);
    await broker.stop();
  });

  const clean = (board: Board, options: { all?: boolean; dryRun?: boolean } = {}): Promise<number> =>
    cleanMqtt(client, board, { all: false, dryRun: false, ...options, print: (line) => printed.push(line) });

  const isStillThere = (error: unknown): boolean =>
    error instanceof UserError && /^still there: example\/status/.test(error.message);

  /** What is retained on the broker after all that passed it. */
  function left(): string[] {
    const topics = new Set<string>();
    for (const { topic, payload, retain } of broker.messages) {
      if (retain && payload === "") topics.delete(topic);
      else if (retain) topics.add(topic);
    }
    return [...topics].sort();
  }

  const board = discoveredBoard({});
  const named = discoveredBoard({ homeAssistant: { identity: "name" } });

  async function fill(): Promise<void> {
    const retain = { retain: true };
    for (const told of [board, named]) {
      for (const form of ["device", "component"] as const) {
        for (const { topic, parts } of discoveryMessages(told, form, MAC))
          await broker.publish(topic, parts.join(""), retain);
      }
    }
    const ofChip = discoveryMessages(discoveredBoard({ sensors: [] }), "component", MAC)[0]?.parts.join("") ?? "";
    await broker.publish(`homeassistant/switch/mote_${MAC}_old/config`, ofChip, retain);
    const elsewhere = ofChip.replaceAll("example/status", "elsewhere/status");
    await broker.publish("homeassistant/switch/elsewhere/config", elsewhere, retain);
    const renamed = discoveryMessages({ ...named, sensors: [] }, "component")[0]?.parts.join("") ?? "";
    await broker.publish("homeassistant/switch/mote_example_old/config", renamed, retain);
    await broker.publish("homeassistant/switch/other/config", renamed.replaceAll("mote_example", "mote_other"), retain);
    await broker.publish("homeassistant/device/broken/config", "{", retain);
    await broker.publish("example/status", "offline", retain);
    await broker.publish("example/pump/state", "ON", retain);
    await broker.publish("example/old/state", "ON", retain);
    await broker.publish("example2/pump/state", "ON", retain);
  }

  it("removes what the board left, in both forms of discovery and of entities it had, and nothing else", async () => {
    await start();
    await fill();
    const removed = await clean(board);
    assert.deepEqual(left(), [
      "example/old/state",
      "example2/pump/state",
      "homeassistant/device/broken/config",
      "homeassistant/switch/elsewhere/config",
      "homeassistant/switch/other/config",
    ]);
    assert.equal(printed.filter((line) => line.startsWith("removing ")).length, removed);
    assert.ok(printed.includes("removing     homeassistant/device/mote_example/config"));
    assert.ok(printed.includes("removing     homeassistant/switch/mote_example_old/config"));
    assert.ok(printed.includes(`removing     homeassistant/device/mote_${MAC}/config`));
    assert.ok(printed.includes(`removing     homeassistant/switch/mote_${MAC}_old/config`));
    assert.ok(printed.some((line) => /^leaving +example\/old\/state .*--all/.test(line)));
    printed = [];
    assert.equal(await clean(board), 0);
    assert.match(printed[0] ?? "", /^nothing of example is retained/);
  });

  it("removes what else is below the board's base where it is asked to", async () => {
    await start();
    await fill();
    await clean(board, { all: true });
    assert.ok(!left().some((topic) => topic.startsWith("example/")));
  });

  it("removes an offer of an update, and what a node said of its updates", async () => {
    await start();
    for (const level of ["update", "update/state", "update/want"]) {
      await broker.publish(`example/${level}`, "offer 1", { retain: true });
    }
    assert.equal(await clean(board), 3);
    assert.deepEqual(left(), []);
  });

  it("only shows what it would remove, with --dry-run", async () => {
    await start();
    await fill();
    const before = left();
    assert.equal(await clean(board, { dryRun: true }), 0);
    assert.deepEqual(left(), before);
    assert.ok(printed.includes("would remove example/status"));
  });

  it("says when the board is online, and what it cannot reach", async () => {
    const kept = { ...board, broker: { ...board.broker, cleanSession: false } };
    await start(kept);
    await broker.publish("example/status", "online", { retain: true });
    await clean(kept);
    assert.match(printed.join("\n"), /^example is online: .*Take it off/);
    assert.match(printed.join("\n"), /out of reach: the session of example/);
  });

  it("says what comes back while it is being removed", async () => {
    await start();
    await broker.publish("example/status", "online", { retain: true });
    broker.onMessage(({ topic, payload }) => {
      // Listeners hear a message when it comes in, which is before the broker has let go of what was retained.
      if (topic === "example/status" && payload === "")
        setImmediate(() => void broker.publish(topic, "online", { retain: true }));
    });
    await assert.rejects(clean(board), isStillThere);
  });

  it("says what comes back while it looks whether anything is left", async () => {
    await start();
    await broker.publish("example/status", "online", { retain: true });
    let looks = 0;
    client.on("packetreceive", ({ cmd }) => {
      if (cmd === "unsuback") looks += 1;
      // Behind the first SUBACK of the second look: what comes now is not marked as retained.
      if (cmd === "suback" && looks === 1) void broker.publish("example/status", "online", { retain: true });
    });
    await assert.rejects(clean(board), isStillThere);
    assert.ok(looks >= 3);
  });

  it("joins brokers with TLS as the board does, and verifies them", async () => {
    const { ca, broker: identity } = testIdentities();
    broker = new EmbeddedBroker(0, identity);
    await broker.start();
    const der = ca.cert.replace(/-----[A-Z ]+-----|\s/g, "");
    const secure = {
      ...board,
      broker: { ...board.broker, urls: [`mqtts://localhost:${broker.securePort}`], tls: { ca: der } },
    };
    printed = [];
    await broker.publish("example/status", "offline", { retain: true });
    client = await joinBroker(secure, new Map());
    assert.equal(await clean(secure), 1);
  });
});
