import assert from "node:assert/strict";
import type { MqttClient } from "mqtt";
import { giveCommand } from "../../../../scripts/lib/broker/give-command";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { orderOf } from "../../../../scripts/lib/broker/order";
import { listenForOnline } from "../../../../scripts/lib/broker/wait-online";
import { loadBoard } from "../../../../scripts/lib/board/load";
import { boardFile } from "../../../scenarios/board-file";
import { SimulatedNode } from "../../../scenarios/simulated-node";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { exampleBoard } from "../board/example-board";

const PUMP = { id: "pump", type: "switch", pin: "D25" } as const;

describe("what npm run command is asked for", function () {
  this.timeout(60_000);

  it("is an actuator's id and a command", () => {
    const board = exampleBoard({ actuators: [PUMP] });
    assert.deepEqual(orderOf(board, "pump", "ON"), { id: "pump", command: "ON", isRestart: false });
    // Whether there is such an actuator is told when it is given.
    assert.deepEqual(orderOf(board, "other", "ON"), { id: "other", command: "ON", isRestart: false });
    assert.throws(() => orderOf(board, "pump", undefined), /pump has more than one command: say which, such as ON/);
    assert.throws(() => orderOf(board, "other", undefined), /a command is missing: .*command/);
  });

  it("is restart alone, whatever the actuator for it is called", () => {
    const board = exampleBoard({ actuators: [PUMP, { id: "again", type: "restart" }] });
    const asked = { id: "again", command: "PRESS", isRestart: true };
    assert.deepEqual(orderOf(board, "restart", undefined), asked);
    assert.deepEqual(orderOf(board, "again", undefined), asked);
    assert.deepEqual(orderOf(board, "again", "PRESS"), asked);
  });

  it("may go to an actuator that somebody called restart, and is another", () => {
    const board = exampleBoard({
      actuators: [
        { ...PUMP, id: "restart" },
        { id: "again", type: "restart" },
      ],
    });
    assert.throws(() => orderOf(board, "restart", undefined), /restart has more than one command/);
    assert.deepEqual(orderOf(board, "restart", "ON"), { id: "restart", command: "ON", isRestart: false });
  });

  it("says how a board comes by an actuator that restarts it", () => {
    assert.throws(
      () => orderOf(exampleBoard({ actuators: [PUMP] }), "restart", undefined),
      /example has no actuator that restarts it: add \{ "id": "restart", "type": "restart" \} to "actuators"/,
    );
  });

  it("is signed for a board that asks for it, which then comes online anew", async () => {
    const broker = new EmbeddedBroker();
    const path = boardFile("gate", {
      commands: { signingKey: "0123456789abcdef0123456789abcdef" },
      actuators: [{ id: "restart", type: "restart" }],
    });
    const node = await SimulatedNode.online(path, { broker });
    const { board } = loadBoard(path, { environment: {} });
    const client: MqttClient = await joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
    let isOver = false;
    const living = (async () => {
      while (!isOver) {
        await node.board.run(20);
        await new Promise((next) => setImmediate(next));
      }
    })();
    try {
      const online = await listenForOnline(client, board, "it restarts");
      const { id, command } = orderOf(board, "restart", undefined);
      assert.equal(await giveCommand(client, board, id, command, 10_000), "ON");
      await online(30_000);
      assert.equal(node.board.console.filter((line) => line === "mote gate").length, 2);
    } finally {
      isOver = true;
      await living;
      await client.endAsync(true);
      await node.close();
    }
  });
});
