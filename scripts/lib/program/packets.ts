import { generate, type ISubscription } from "mqtt-packet";
import type { ActuatorConfig, Board } from "../board/config";
import { commandTopic, DEFAULTS, statusTopic } from "../board/defaults";
import { birthTopic, isDiscovered } from "../home-assistant/documents";

/** The packets that never change, made on the host, as byte strings. */

/** CONNECT with the will that tells `offline`, retained. */
export function connectPacket(board: Board): string {
  const { broker } = board;
  return generate({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: broker.cleanSession ?? true,
    clientId: broker.clientId ?? board.name,
    keepalive: broker.keepAliveSeconds ?? DEFAULTS.keepAliveSeconds,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: Buffer.from(broker.password) }),
    will: { topic: statusTopic(board), payload: Buffer.from("offline"), qos: 1, retain: true },
  }).toString("latin1");
}

/** What the board subscribes to: every command topic, and Home Assistant's status where it is told of the board. */
export function subscriptions(board: Board): ISubscription[] {
  return [
    ...commandSubscriptions(board, board.actuators ?? []),
    ...(isDiscovered(board) ? [{ topic: birthTopic(board), qos: 0 as const }] : []),
  ];
}

function commandSubscriptions(board: Board, actuators: readonly ActuatorConfig[]): ISubscription[] {
  return actuators.map((actuator) => ({ topic: commandTopic(board, actuator), qos: actuator.commandQos ?? 0 }));
}

/** One SUBSCRIBE for all of them; "" when there is none. @param actuators Only for the commands of these */
export function subscribePacket(board: Board, actuators?: readonly ActuatorConfig[]): string {
  const all = actuators === undefined ? subscriptions(board) : commandSubscriptions(board, actuators);
  if (all.length === 0) {
    return "";
  }
  return generate({ cmd: "subscribe", messageId: 1, subscriptions: all }).toString("latin1");
}
