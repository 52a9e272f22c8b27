import { generate } from "mqtt-packet";
import type { ActuatorConfig, Board } from "../../firmware/config";
import { commandTopic, DEFAULTS, statusTopic } from "./board-defaults";

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

/** One SUBSCRIBE for every command topic; "" when there is none. @param actuators Other ones than the board's own */
export function subscribePacket(board: Board, actuators: readonly ActuatorConfig[] = board.actuators ?? []): string {
  const subscriptions = actuators.map((actuator) => ({
    topic: commandTopic(board, actuator),
    qos: actuator.commandQos ?? 0,
  }));
  if (subscriptions.length === 0) {
    return "";
  }
  return generate({ cmd: "subscribe", messageId: 1, subscriptions }).toString("latin1");
}
