import { generate, type ISubscription } from "mqtt-packet";
import type { BoardBase, NodeBase } from "../board/config/node";
import { hearingsOf, safeModeTopics } from "../board/facts";
import { birthTopic, isDiscovered } from "../home-assistant/discovered";

/** The packets that never change, made on the host, as byte strings. */

/** CONNECT with the will that tells `offline`, retained where the broker does that, or without it. */
export function connectPacket({ broker, topics }: NodeBase, hasWill = true): string {
  return generate({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: broker.cleanSession,
    clientId: broker.clientId,
    keepalive: broker.keepAliveSeconds,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: Buffer.from(broker.password) }),
    ...(hasWill
      ? { will: { topic: topics.status, payload: Buffer.from("offline"), qos: 1, retain: broker.retain } }
      : {}),
  }).toString("latin1");
}

/** The same without its fixed header, and without the user name and the password, which come last. */
export function connectBeginning(board: NodeBase, hasWill = true): string {
  const packet = connectPacket(board, hasWill);
  const { username, password } = board.broker;
  const credentialBytes = [username, password].reduce(
    (sum, text) => sum + (text === undefined ? 0 : 2 + Buffer.byteLength(text)),
    0,
  );
  // Its remaining length ends with the first byte below 128. §2.2.3
  const headerBytes = 2 + [...packet.slice(1)].findIndex((byte) => byte < "\x80");
  return packet.slice(headerBytes, packet.length - credentialBytes);
}

/**
 * What the board subscribes to: every command topic, what it hears besides, Home Assistant's status where it is told of the board,
 * and updates where it takes them.
 */
export function subscriptions(board: BoardBase): ISubscription[] {
  return [
    ...board.actuators.map(({ commandTopic, commandQos }) => ({ topic: commandTopic, qos: commandQos })),
    ...heard(board),
    ...birth(board),
    ...updates(board),
  ];
}

/** Each topic filter once, at the highest quality of service that anybody on the board asks it for. */
function heard(board: BoardBase): ISubscription[] {
  const hearings = hearingsOf(board);
  return [...new Set(hearings.map(({ topic }) => topic))].map((topic) => {
    const qos = hearings.filter((each) => each.topic === topic).map((each) => each.qos);
    return { topic, qos: qos.includes(2) ? 2 : qos.includes(1) ? 1 : 0 };
  });
}

function birth(board: NodeBase): ISubscription[] {
  return isDiscovered(board) ? [{ topic: birthTopic(board), qos: 0 }] : [];
}

/** A program that hangs whenever its sensors are read is updated in safe mode. */
function updates({ updates: areTaken, topics }: NodeBase): ISubscription[] {
  return areTaken === true ? [{ topic: topics.update, qos: 0 }] : [];
}

/** The same of a board in safe mode. */
export function safeSubscriptions(board: NodeBase): ISubscription[] {
  return [{ topic: safeModeTopics(board).commandTopic, qos: 0 }, ...birth(board), ...updates(board)];
}

/** SUBSCRIBE to the node's own status: it sees by it when somebody says that it is offline. */
export function watchPacket({ topics }: NodeBase): string {
  return subscribePacket([{ topic: topics.status, qos: 0 }]);
}

/** In batches of as many as the broker takes in one SUBSCRIBE. */
export function inBatches(all: readonly ISubscription[], { broker }: Pick<NodeBase, "broker">): ISubscription[][] {
  const size = broker.topicsPerSubscribe;
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, batch) => all.slice(batch * size, (batch + 1) * size));
}

/** "" where there is nothing to subscribe to. */
export function subscribePacket(subscriptions: readonly ISubscription[] = []): string {
  if (subscriptions.length === 0) return "";
  return generate({ cmd: "subscribe", messageId: 1, subscriptions: [...subscriptions] }).toString("latin1");
}
