import assert from "node:assert/strict";
import type { MqttClient } from "mqtt";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { awaitAwake, wakeWords } from "../../../../scripts/lib/broker/wait-awake";
import { UserError } from "../../../../scripts/lib/user-error";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { exampleBoard } from "../board/example-board";

const SLEEP = { everySeconds: 600 };
const board = exampleBoard({ name: "meadow", sleep: SLEEP, actuators: [] });
const STATUS = "meadow/status";

describe("what waits for a node that sleeps", function () {
  this.timeout(20_000);
  let broker: EmbeddedBroker;
  let client: MqttClient;
  let told: string[];
  const tell = (text: string): void => void told.push(text);

  beforeEach(async () => {
    told = [];
    broker = new EmbeddedBroker();
    await broker.start();
    client = await joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
  });
  afterEach(async () => {
    await client.endAsync(true);
    await broker.stop();
  });

  const retain = (topic: string, payload: string): Promise<unknown> =>
    broker.publish(topic, payload, { qos: 0, retain: true });
  const said = async (): Promise<void> => {
    while (told.length === 0) await new Promise((next) => setImmediate(next));
  };

  it("goes on at once where it is online, or does not sleep", async () => {
    await awaitAwake(client, exampleBoard({ name: "meadow" }), tell);
    await retain(STATUS, "online");
    await awaitAwake(client, board, tell);
    assert.deepEqual(told, []);
  });

  it("says until when, and goes on when it is online", async () => {
    await retain(STATUS, "asleep");
    const waiting = awaitAwake(client, board, tell);
    await said();
    assert.deepEqual(told, ["meadow is asleep; it wakes within 10 min (everySeconds 600): waiting …"]);
    await retain(STATUS, "online");
    await waiting;
    assert.equal(told[1], "meadow is online");
  });

  it("waits for the nonce of that wake where commands are signed", async () => {
    const signed = { ...board, commands: { signingKey: "0".repeat(32) } };
    await retain(STATUS, "asleep");
    await retain("meadow/nonce", "of the wake before");
    let isOver = false;
    const waiting = awaitAwake(client, signed, tell).then(() => (isOver = true));
    await said();
    await retain(STATUS, "online");
    while (told.length < 2) await new Promise((next) => setImmediate(next));
    assert.equal(isOver, false);
    await retain("meadow/nonce", "of this one");
    await waiting;
  });

  it("gives up on one that does not come", async () => {
    await retain(STATUS, "asleep");
    await assert.rejects(
      awaitAwake(client, board, tell, 1),
      (error) =>
        error instanceof UserError && /did not come online within 0 s: see whether its battery/.test(error.message),
    );
  });

  it("knows what a board file tells of the time", () => {
    const words = (sleep: object, changes: object = {}): string => wakeWords(exampleBoard({ sleep, ...changes }));
    assert.equal(words({ wakeBy: "door" }), 'it wakes when "door" changes');
    assert.equal(
      words({ everySeconds: 90, wakeBy: "door" }),
      'it wakes within 1 min 30 s (everySeconds 90), or when "door" changes',
    );
    assert.equal(
      words({ everySeconds: 600, connectEvery: 6 }),
      "it connects within 1 h (everySeconds 600, connectEvery 6)",
    );
    // One that keeps its readings tries less often after a while, at least once a day.
    const time = { time: { server: "pool.ntp.org" } };
    assert.equal(
      words({ everySeconds: 600, connectEvery: 6 }, time),
      "it connects within 1 h (everySeconds 600, connectEvery 6), within 8 h after a long time without Wi-Fi or broker",
    );
    assert.equal(
      words({ everySeconds: 3600, connectEvery: 6 }, time),
      "it connects within 6 h (everySeconds 3600, connectEvery 6), within 1 d after a long time without Wi-Fi or broker",
    );
    assert.equal(words({ everySeconds: 86_400 }, time), "it wakes within 1 d (everySeconds 86400)");
  });
});
