import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { MqttClient } from "mqtt";
import { StandingConnection } from "../../../../scripts/lib/broker/standing-connection";

/** As much of a client as is looked at. */
class Client extends EventEmitter {
  isEnded = false;

  endAsync(): Promise<void> {
    this.isEnded = true;
    this.emit("close");
    return Promise.resolve();
  }
}

describe("a connection that is made again", () => {
  let answers: (Client | Error)[];
  let told: string[];
  let refuse: Error | undefined;
  let connection: StandingConnection;
  let alarm: { ms: number; run: () => void } | undefined;

  beforeEach(() => {
    [answers, told, refuse, alarm] = [[], [], undefined, undefined];
    const join = (): Promise<MqttClient> => {
      told.push("asked");
      const answer = answers.shift() ?? new Error("away");
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as unknown as MqttClient);
    };
    const events = {
      joined: (): Promise<void> => {
        told.push("joined");
        return refuse === undefined ? Promise.resolve() : Promise.reject(refuse);
      },
      failed: ({ message }: Error): void => void told.push(message),
    };
    connection = new StandingConnection(join, events, { firstMs: 1_000, mostMs: 4_000 }, (ms, run) => {
      alarm = { ms, run };
      return () => (alarm = undefined);
    });
  });
  afterEach(() => connection.close());

  /** What is told while so much time passes. */
  async function during(ms: number): Promise<string[]> {
    const from = told.length;
    const [due, waitMs] = [alarm, alarm?.ms ?? Infinity];
    if (due !== undefined && waitMs <= ms) {
      alarm = undefined;
      due.run();
    } else if (due !== undefined) {
      due.ms -= ms;
    }
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return told.slice(from);
  }

  it("waits twice as long each time, up to the most, and begins anew once it was joined", async () => {
    await connection.open();
    assert.deepEqual(told, ["asked", "away"]);
    for (const waitMs of [1_000, 2_000, 4_000, 4_000]) {
      assert.deepEqual(await during(waitMs - 1), [], `${waitMs}`);
      assert.deepEqual(await during(1), ["asked", "away"], `${waitMs}`);
    }
    const client = new Client();
    answers.push(client);
    assert.deepEqual(await during(4_000), ["asked", "joined"]);
    assert.equal(connection.client, client);
    client.emit("close");
    assert.equal(connection.client, undefined);
    assert.deepEqual(await during(1_000), ["asked", "away"]);
    assert.ok(told.includes("the broker has closed the connection"));
  });

  it("is given up and made anew where what is to be done with it fails", async () => {
    const client = new Client();
    answers.push(client);
    refuse = new Error("refused");
    await connection.open();
    assert.deepEqual(told, ["asked", "joined", "refused"]);
    assert.ok(client.isEnded);
    assert.equal(connection.client, undefined);
    assert.deepEqual(await during(1_000), ["asked", "away"]);
  });

  it("is not made again once it is closed, also while one is on its way", async () => {
    await connection.open();
    await connection.close();
    assert.deepEqual(await during(10_000), []);
    const client = new Client();
    answers.push(client);
    const opening = connection.open();
    await opening;
    assert.ok(client.isEnded);
    assert.equal(connection.client, undefined);
  });
});
