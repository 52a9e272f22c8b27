import { type Client, PublishStatus } from "./record";
import { nextId } from "./enqueue";
import { remainingLength } from "./packet";
import { SHORT_PAYLOAD_BYTES, type Publisher } from "./publish";

/**
 * Publishers at QoS 1 and 2: through the client's outbox, which is made before them and keeps what they send until the server
 * acknowledges it.
 */

/** At QoS 1: arrives at least once. §4.3.2 */
export function createQos1Publisher(client: Client, topicField: string, retain: boolean): Publisher {
  return createOutboxPublisher(client, topicField, retain ? 0x33 : 0x32);
}

/** At QoS 2: arrives exactly once. §4.3.3 */
export function createQos2Publisher(client: Client, topicField: string, retain: boolean): Publisher {
  return createOutboxPublisher(client, topicField, retain ? 0x35 : 0x34);
}

function createOutboxPublisher(client: Client, topicField: string, firstByte: number): Publisher {
  const outbox = client.outbox;
  if (outbox === undefined) {
    return () => PublishStatus.NotConnected;
  }
  const packets = outbox.packets;
  const ids = outbox.ids;
  // With the packet identifier and the longest header such a packet can have.
  const shortBytes = topicField.length + SHORT_PAYLOAD_BYTES + 6;
  client.shortBytes = Math.max(client.shortBytes, shortBytes);
  const slots = outbox.options.slots;
  const mostBytes = outbox.options.capacityBytes - shortBytes;
  // As in publish.ts.
  const headers: (string | undefined)[] = [];
  return (payload) => {
    const header = headers[payload.length];
    if (header === undefined || packets.length >= slots || outbox.bytes > mostBytes || client.credit-- < 1) {
      keepHeader(headers, firstByte, topicField, payload.length);
      return outbox.add(outbox, firstByte, topicField, payload);
    }
    // What `add` does, in fewer steps, with a short message when nothing goes before it and there is room.
    let id = nextId(outbox);
    while (ids.indexOf(id) >= 0) {
      id = nextId(outbox);
    }
    const packet = header + id + payload;
    packets.push(packet);
    ids.push(id);
    outbox.bytes += packet.length;
    try {
      client.write(packet);
    } catch {
      // The peer has closed; the transport will tell.
      client.credit = 0;
      outbox.unsent = 1;
      return PublishStatus.Kept;
    }
    return PublishStatus.Sent;
  };
}

/** Keeps what stands before the packet identifier of a short message. */
function keepHeader(
  headers: (string | undefined)[],
  firstByte: number,
  topicField: string,
  payloadBytes: number,
): void {
  if (payloadBytes < SHORT_PAYLOAD_BYTES) {
    headers[payloadBytes] =
      String.fromCharCode(firstByte) + remainingLength(topicField.length + 2 + payloadBytes) + topicField;
  }
}
