import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { MqttClient } from "mqtt";
import { giveCommand } from "../../../../scripts/lib/broker/give-command";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { loadBoard, simulationEnvironment } from "../../../../scripts/lib/board/load";
import { UserError } from "../../../../scripts/lib/user-error";
import { SimulatedNode } from "../../../scenarios/simulated-node";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";

const root = resolve(__dirname, "../../../..");
const { environment } = simulationEnvironment(root, process.env);
const LOCK = 26;

/** Lets the node live until a promise is settled. */
async function meanwhile<T>(node: SimulatedNode, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = promise.finally(() => (isSettled = true));
  settled.catch(() => undefined);
  while (!isSettled) {
    await node.board.run(20);
    await new Promise((next) => setTimeout(next, 1));
  }
  return settled;
}

describe("npm run command", () => {
  let node: SimulatedNode;
  let client: MqttClient;

  async function start(name: string): Promise<ReturnType<typeof loadBoard>["board"]> {
    const broker = new EmbeddedBroker();
    node = await SimulatedNode.online(name, { broker });
    const { board } = loadBoard(name, { environment });
    client = await joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
    return board;
  }

  afterEach(async () => {
    await client?.endAsync(true);
    await node?.close();
  });

  it("signs for a board that asks for it, one command after the other, and tells the state", async () => {
    const board = await start("door");
    assert.equal(await meanwhile(node, giveCommand(client, board, "lock", "ON", 5_000)), "ON");
    assert.equal(node.board.pin(LOCK).level, true);
    assert.equal(await meanwhile(node, giveCommand(client, board, "lock", "OFF", 5_000)), "OFF");
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("says what the node refuses", async () => {
    const board = await start("door");
    await assert.rejects(
      meanwhile(node, giveCommand(client, board, "lock", "PERHAPS", 5_000)),
      (error) => error instanceof UserError && /^lock: command refused$/.test(error.message),
    );
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("moves nothing with another key", async () => {
    const board = await start("door");
    const other = { ...board, commands: { signingKey: "another-key-of-at-least-32-characters" } };
    await assert.rejects(meanwhile(node, giveCommand(client, other, "lock", "ON", 1_000)), UserError);
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("needs no signature for a board that asks for none", async () => {
    const board = await start("greenhouse");
    assert.equal(await meanwhile(node, giveCommand(client, board, "lamp", "40", 5_000)), "40");
  });

  it("knows the actuators, and says when no node answers", async () => {
    const board = await start("door");
    await assert.rejects(giveCommand(client, board, "lok", "ON", 50), /no actuator "lok" \(did you mean "lock"\?\)/);
    node.board.stop();
    await assert.rejects(giveCommand(client, board, "lock", "ON", 50), /door did not answer|published no nonce/);
  });

  it("says that no broker can be joined, and where to look, without its address", async () => {
    const board = await start("door");
    await assert.rejects(joinBroker(board, "mqtt://127.0.0.1:1"), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /no broker can be joined from here \(ECONNREFUSED\)/);
      assert.ok(!error.message.includes("127.0.0.1"));
      return true;
    });
  });
});
