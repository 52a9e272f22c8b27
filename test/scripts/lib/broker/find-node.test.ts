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
const WAIT_MS = 100;

describe("finding the node that a command is for", () => {
  const fleet = exampleBoard({ topics: { base: "home/room-{mac}" } });
  let broker: EmbeddedBroker;
  let client: MqttClient;

  const status = (mac: string, payload: string): Promise<void> =>
    broker.publish(`home/room-${mac}/status`, payload, { retain: true });
  const find = async (board: Board, mac?: string): Promise<string> =>
    (await boardOfNode(client, board, mac, WAIT_MS)).topics.base;

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
      (await onlineNodes(client, fleet, WAIT_MS)).map(({ mac, board }) => `${mac} ${board.topics.base}`);
    await assert.rejects(all(), /no node of example is online, and the broker knows none: switch one on/);
    await status(FIRST, "offline");
    await assert.rejects(all(), /the broker knows 24a160aabbcc, all offline/);
    await status(SECOND, "online");
    assert.deepEqual(await all(), [`${SECOND} home/room-${SECOND}`]);
    await status(FIRST, "online");
    assert.deepEqual(await all(), [`${SECOND} home/room-${SECOND}`, `${FIRST} home/room-${FIRST}`]);
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
