import { generate, type ISubscription } from "mqtt-packet";
import type { BoardBase, NodeBase } from "../board/config/node";
import { safeModeTopics } from "../board/facts";
import { birthTopic, isDiscovered } from "../home-assistant/discovered";

/** The packets that never change, made on the host, as byte strings. */

/** CONNECT with the will that tells `offline`, retained. */
export function connectPacket({ broker, topics }: NodeBase): string {
  return generate({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: broker.cleanSession,
    clientId: broker.clientId,
    keepalive: broker.keepAliveSeconds,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: Buffer.from(broker.password) }),
    will: { topic: topics.status, payload: Buffer.from("offline"), qos: 1, retain: true },
  }).toString("latin1");
}

/** What the board subscribes to: every command topic, and Home Assistant's status where it is told of the board. */
export function subscriptions(board: BoardBase): ISubscription[] {
  return [
    ...board.actuators.map(({ commandTopic, commandQos }) => ({ topic: commandTopic, qos: commandQos })),
    ...(isDiscovered(board) ? [{ topic: birthTopic(board), qos: 0 as const }] : []),
  ];
}

/** One SUBSCRIBE for all of them; "" when there is none. */
export function subscribePacket(board: BoardBase): string {
  return packetFor(subscriptions(board));
}

/** The SUBSCRIBE of a board in safe mode. */
export function safeSubscribePacket(board: NodeBase): string {
  return packetFor([{ topic: safeModeTopics(board).commandTopic, qos: 0 }]);
}

function packetFor(all: ISubscription[]): string {
  return all.length === 0 ? "" : generate({ cmd: "subscribe", messageId: 1, subscriptions: all }).toString("latin1");
}
