import assert from "node:assert/strict";
import type { Actuator } from "../../../../firmware/actuators/actuator";
import { ignoreMessage, publishOwedStates, routeCommands } from "../../../../firmware/app/commands/commands";
import { createNode, type Node } from "../../../../firmware/app/node";
import type { Engine } from "../../../../firmware/engine/engine";
import type { Routes } from "../../../../firmware/mqtt/record";
import { open } from "../../../../firmware/mqtt/client";
import { BASIC_PACKETS } from "../../../../firmware/mqtt/packets";
import { createReceiver } from "../../../../firmware/mqtt/receive";
import { SKIP_OVERSIZED } from "../../../../firmware/mqtt/skip";
import { bytes, CONNACK, CONNECT, field, wire } from "../../mqtt/owner";

/** A node with one switch-like actuator, online on a transport that has room or not. */
interface OnlineNode {
  node: Node;
  sent: string[];
  transport: { room: number };
  /** A message arrives. */
  message: (topic: string, payload: string) => void;
}

function onlineNode(): OnlineNode {
  let state = "OFF";
  const actuator: Actuator = {
    command: (payload) => {
      if (payload === "BREAK") throw new Error("no channel");
      if (payload !== "ON" && payload !== "OFF") return false;
      state = payload;
      return true;
    },
    state: () => state,
  };
  const sent: string[] = [];
  const transport = { room: 1024 };
  const routes: Routes = {};
  const node = createNode(
    { chip: { log: () => {} } } as unknown as Engine,
    {
      name: "n",
      secret: () => "",
      mqtt: {
        connectPacket: () => CONNECT,
        cleanSession: true,
        subscribePacket: "",
        subscriptions: 0,
        keepAliveSeconds: 60,
        receiveBytes: 256,
        receivedIds: [],
      },
      packets: BASIC_PACKETS,
      oversizedMessages: SKIP_OVERSIZED,
      owesReadings: false,
      statusTopic: field("s"),
      watchPacket: "",
      diagnosticsTopic: field("d"),
      actuators: [{ id: "pump", commandTopic: field("p/set"), stateTopic: field("p"), actuator }],
    },
    {
      ready: () => {},
      message: () => ignoreMessage(node),
      failed: () => assert.fail("the session stands"),
    },
    routes,
  );
  routeCommands(node, routes);
  const receive = createReceiver(node.client);
  open(node.client, { write: (packet) => sent.push(packet), roomBytes: () => transport.room }, 0);
  receive(CONNACK);
  sent.length = 0;
  const message = (topic: string, payload: string): void =>
    receive(wire({ cmd: "publish", topic, payload, qos: 0, dup: false, retain: false }));
  return { node, sent, transport, message };
}

describe("commands", () => {
  it("a state that could not be sent is sent as soon as there is room, and once", () => {
    const { node, sent, transport, message } = onlineNode();
    transport.room = 0;
    message("p/set", "ON");
    publishOwedStates(node);
    assert.equal(node.diagnostics.dropped, 0, "it is only late");
    transport.room = 1024;
    publishOwedStates(node);
    publishOwedStates(node);
    assert.deepEqual(sent, [bytes(0x31, 5, 0, 1) + "pON"]);
  });

  it("a pin that cannot be driven is a refused command and an error, not an exception", () => {
    const { node, sent, message } = onlineNode();
    message("p/set", "BREAK");
    assert.deepEqual([node.diagnostics.refused, node.diagnostics.errors, sent.length], [1, 1, 0]);
  });

  it("names that every object has are unknown topics", () => {
    const { node, sent, message } = onlineNode();
    for (const topic of ["constructor", "__proto__", "toString"]) {
      message(topic, "ON");
    }
    assert.deepEqual([node.diagnostics.ignored, node.diagnostics.refused, sent.length], [3, 0, 0]);
  });
});
