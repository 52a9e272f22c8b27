import { ClientState, fail, Failure, type Client } from "./client";
import { uint16 } from "./packet";
import { isTopicName } from "./topic";

/** A PUBLISH at QoS 0 without RETAIN. */
export function publish0(client: Client, data: string, body: number, end: number): void {
  received(client, data, body, end, false);
}

/** A PUBLISH at QoS 0 with RETAIN: the message was there before the subscription. [MQTT-3.3.1-8] */
export function publish0Retained(client: Client, data: string, body: number, end: number): void {
  received(client, data, body, end, true);
}

function received(client: Client, data: string, body: number, end: number, retain: boolean): void {
  const topicBytes = uint16(data, body);
  const payloadAt = body + 2 + topicBytes;
  if (client.state < ClientState.Subscribing || end - body < 2 || payloadAt > end) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  message(client, data.substr(body + 2, topicBytes), data.substr(payloadAt, end - payloadAt), retain);
}

/** Hands an application message on. */
export function message(client: Client, topic: string, payload: string, retain: boolean): void {
  // Only a topic that the owner does not know is worth the look whether it is one at all. [MQTT-3.3.2-1], [MQTT-3.3.2-2]
  if (!client.events.message(topic, payload, retain) && !isTopicName(topic)) {
    fail(client, Failure.ProtocolViolation);
  }
}
