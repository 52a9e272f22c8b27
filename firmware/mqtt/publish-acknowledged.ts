import type { Client } from "./client";
import { PublishStatus, SHORT_PAYLOAD_BYTES, type Publisher } from "./publish";

/** Publishers at QoS 1 and 2: through the client's outbox, which keeps what they send until the server acknowledges it. */

/** At QoS 1: arrives at least once. §4.3.2 */
export function createQos1Publisher(client: Client, topicField: string, retain: boolean): Publisher {
  return createOutboxPublisher(client, topicField, retain ? 0x33 : 0x32);
}

/** At QoS 2: arrives exactly once. §4.3.3 */
export function createQos2Publisher(client: Client, topicField: string, retain: boolean): Publisher {
  return createOutboxPublisher(client, topicField, retain ? 0x35 : 0x34);
}

function createOutboxPublisher(client: Client, topicField: string, firstByte: number): Publisher {
  // With the packet identifier and the longest header such a packet can have.
  client.shortBytes = Math.max(client.shortBytes, topicField.length + SHORT_PAYLOAD_BYTES + 6);
  return (payload) =>
    client.outbox === undefined
      ? PublishStatus.NotConnected
      : client.outbox.add(client.outbox, firstByte, topicField, payload);
}
