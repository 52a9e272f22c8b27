import assert from "node:assert/strict";
import type { MqttClient } from "mqtt";
import type { Board } from "../../../../scripts/lib/board/config";
import { boardOfNode, onlineNodes } from "../../../../scripts/lib/broker/find-node";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { UserError } from "../../../../scripts/lib/user-error";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { exampleBoard } from "../board/example-board";

const FIRST = "24a160aabbcc";
const SECOND = "24a160aa0001";
/** A broker in this process has told what is retained long before. */
const WAITS = { retainedMs: 100, liveMs: 100, tell: () => {} };

describe("finding the node that a command is for", () => {
  const fleet = exampleBoard({ topics: { base: "home/room-{mac}" } });
  let broker: EmbeddedBroker;
  let client: MqttClient;

  const status = (mac: string, payload: string): Promise<void> =>
    broker.publish(`home/room-${mac}/status`, payload, { retain: true });
  const find = async (board: Board, mac?: string): Promise<string> =>
    (await boardOfNode(client, board, mac, WAITS)).topics.base;

  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
    client = await joinBroker(exampleBoard(), `mqtt://127.0.0.1:${broker.port}`);
  });
  afterEach(async () => {
    await client.endAsync(true);
    await broker.stop();
  });

  it("takes the one that the broker knows", async () => {
    await status(FIRST, "offline");
    await broker.publish("home/room-else/status", "online", { retain: true });
    assert.equal(await find(fleet), `home/room-${FIRST}`);
  });

  it("takes the only one that is online, and asks where there are several", async () => {
    await status(FIRST, "offline");
    await status(SECOND, "online");
    assert.equal(await find(fleet), `home/room-${SECOND}`);
    await status(FIRST, "online");
    await assert.rejects(
      find(fleet),
      (error) =>
        error instanceof UserError &&
        /--mac: 24a160aa/.test(error.message) &&
        [FIRST, SECOND].every((mac) => error.message.includes(`${mac} (online)`)),
    );
  });

  it("takes each that is online, where all are wanted", async () => {
    const all = async (): Promise<string[]> =>
      (await onlineNodes(client, fleet, WAITS)).map(({ mac, board }) => `${mac} ${board.topics.base}`);
    await assert.rejects(all(), /no node of example is online, and the broker knows none: switch one on/);
    await status(FIRST, "offline");
    await assert.rejects(all(), /the broker knows 24a160aabbcc, all offline/);
    await status(SECOND, "online");
    assert.deepEqual(await all(), [`${SECOND} home/room-${SECOND}`]);
    await status(FIRST, "online");
    assert.deepEqual(await all(), [`${SECOND} home/room-${SECOND}`, `${FIRST} home/room-${FIRST}`]);
  });

  it("takes the only one that speaks, where the broker keeps nothing for wildcards", async () => {
    const talking = exampleBoard({
      topics: { base: "home/room-{mac}" },
      sensors: [{ id: "air", type: "uptime", periodSeconds: 5 }],
    });
    const spoken = async (...messages: [topic: string, payload: string][]): Promise<string> => {
      const told: string[] = [];
      const tell = (text: string): void => {
        told.push(text);
        for (const [topic, payload] of messages) void broker.publish(topic, payload);
      };
      const board = await boardOfNode(client, talking, undefined, { ...WAITS, tell });
      assert.equal(told.length, 1);
      return board.topics.base;
    };
    await broker.publish(`home/room-${SECOND}/air/state`, "old", { retain: true });
    assert.equal(await spoken([`home/room-${FIRST}/air/state`, "7"]), `home/room-${FIRST}`);
    assert.equal(await spoken([`home/room-${FIRST}/diagnostics`, "{}"]), `home/room-${FIRST}`);
    await assert.rejects(
      spoken([`home/room-${FIRST}/air/state`, "7"], [`home/room-${SECOND}/status`, "online"]),
      /there are several of example; .*24a160aabbcc \(online\), 24a160aa0001 \(online\)/,
    );
    await assert.rejects(spoken(["home/room-else/air/state", "7"]), /the broker knows no example/);
  });

  it("listens as long as a node may be silent, and a minute at most", async () => {
    const seconds = async (board: Board): Promise<string | undefined> => {
      let told = "";
      const over = new Error("enough");
      const tell = (text: string): void => {
        told = text;
        throw over;
      };
      await assert.rejects(boardOfNode(client, board, undefined, { retainedMs: 1, tell }), over);
      return /for (\d+) s/.exec(told)?.[1];
    };
    const topics = { base: "home/room-{mac}" };
    const sensor = { id: "air", type: "uptime", periodSeconds: 5 } as const;
    assert.equal(
      await seconds(exampleBoard({ topics, sensors: [sensor, { ...sensor, id: "slow", periodSeconds: 50 }] })),
      "7",
    );
    assert.equal(await seconds(exampleBoard({ topics, sensors: [{ ...sensor, periodSeconds: 900 }] })), "60");
    assert.equal(await seconds(exampleBoard({ topics, sensors: [], actuators: [] })), "60");
  });

  it("takes the one it is told, and says where it knows none", async () => {
    assert.equal(await find(fleet, "24:A1:60:AA:00:01"), `home/room-${SECOND}`);
    await assert.rejects(find(fleet), /the broker knows no example: say which one with --mac/);
    const silent = exampleBoard({ topics: { base: "home/{mac}", status: "alive" } });
    await assert.rejects(find(silent), /the broker knows no example/);
  });

  it("leaves a board alone that is the only one, and takes no address for it", async () => {
    assert.equal(await find(exampleBoard()), "example");
    await assert.rejects(find(exampleBoard(), FIRST), /has no {mac} in its topics/);
  });
});
