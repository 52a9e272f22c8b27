import assert from "node:assert/strict";
import type { Actuator } from "../../../firmware/actuators/actuator";
import { obey, publishOwedStates } from "../../../firmware/app/commands";
import { createNode, type Node } from "../../../firmware/app/node";
import type { Engine } from "../../../firmware/engine/engine";
import { open } from "../../../firmware/mqtt/client";
import { receive } from "../../../firmware/mqtt/receive";
import { bytes, CONNACK, CONNECT } from "../mqtt/owner";

/** A node with one switch-like actuator, online on a transport that has room or not. */
function onlineNode(): { node: Node; sent: string[]; transport: { hasRoom: boolean } } {
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
  const transport = { hasRoom: true };
  const node = createNode(
    { chip: { log: () => {} } } as unknown as Engine,
    {
      name: "n",
      ssid: "",
      password: "",
      brokers: [],
      mqtt: { connectPacket: CONNECT, subscribePacket: "", subscriptions: 0, keepAliveSeconds: 60, receiveBytes: 128 },
      statusTopic: bytes(0, 1) + "s",
      diagnosticsTopic: bytes(0, 1) + "d",
      sensors: [],
      actuators: [{ id: "pump", commandTopic: "p/set", stateTopic: bytes(0, 1) + "p", actuator }],
    },
    {
      send: (packet) => {
        if (transport.hasRoom) sent.push(packet);
        return transport.hasRoom;
      },
      ready: () => {},
      message: () => true,
      failed: () => assert.fail("the session stands"),
    },
  );
  open(node.client, 0);
  receive(node.client, CONNACK);
  sent.length = 0;
  return { node, sent, transport };
}

describe("commands", () => {
  it("a state that could not be sent is sent as soon as there is room, and once", () => {
    const { node, sent, transport } = onlineNode();
    transport.hasRoom = false;
    obey(node, "p/set", "ON", false);
    publishOwedStates(node);
    assert.equal(node.diagnostics.dropped, 2);
    transport.hasRoom = true;
    publishOwedStates(node);
    publishOwedStates(node);
    assert.deepEqual(sent, [bytes(0x31, 5, 0, 1) + "pON"]);
  });

  it("a pin that cannot be driven is a refused command and an error, not an exception", () => {
    const { node, sent } = onlineNode();
    assert.equal(obey(node, "p/set", "BREAK", false), true);
    assert.deepEqual([node.diagnostics.refused, node.diagnostics.errors, sent.length], [1, 1, 0]);
  });

  it("names that every object has are unknown topics", () => {
    const { node } = onlineNode();
    for (const topic of ["constructor", "__proto__", "toString", ""]) {
      assert.equal(obey(node, topic, "ON", false), false, topic);
    }
    assert.equal(node.diagnostics.ignored, 4);
  });
});
