import { ClientState, Failure, type Client } from "./record";
import { fail } from "./client";
import { uint16 } from "./packet";
import { isTopicName } from "./topic";

/** Inbound application messages: those of QoS 0, and what those of QoS 1 and 2 share with them. */

export function publish0(client: Client, data: string, body: number, end: number): void {
  if (isMessage(client, data, body, end)) {
    deliver(client, data, body, end);
  }
}

/** Whether topic name and packet identifier fit the packet, and a session stands; fails otherwise. */
export function isMessage(client: Client, data: string, body: number, end: number): boolean {
  const idBytes = (client.firstByte & 6) > 0 ? 2 : 0;
  const isSound = client.state > ClientState.Connecting && body + 2 + uint16(data, body) + idBytes <= end;
  if (!isSound) {
    fail(client, Failure.ProtocolViolation);
  }
  return isSound;
}

/**
 * Hands an application message on, to the route of its topic or else to the owner. With RETAIN it was there before the
 * subscription. [MQTT-3.3.1-8]
 * @returns false when the topic name is none: that breaks the protocol. [MQTT-3.3.2-1], [MQTT-3.3.2-2]
 */
export function deliver(client: Client, data: string, body: number, end: number): boolean {
  const fieldBytes = 2 + uint16(data, body);
  const payloadAt = body + fieldBytes + ((client.firstByte & 6) > 0 ? 2 : 0);
  const payload = data.substr(payloadAt, end - payloadAt);
  const retain = (client.firstByte & 1) === 1;
  // A route has a valid topic name; only one without is worth the look.
  const route = client.routes[data.substr(body, fieldBytes)];
  if (route !== undefined) {
    route(payload, retain);
    return true;
  }
  const topic = data.substr(body + 2, fieldBytes - 2);
  if (!isTopicName(topic)) {
    fail(client, Failure.ProtocolViolation);
    return false;
  }
  client.events.message(topic, payload, retain);
  return true;
}
