import { PublishStatus, ClientState, type Client } from "./record";
import { isClear } from "./client";
import { remainingLength } from "./packet";

/** Publishes a payload (a byte string) on the topic it was made for. */
export type Publisher = (payload: string) => PublishStatus;

/** How a publisher is made; `topicField` is the topic name with its 16-bit length in front. */
export type CreatePublisher = (client: Client, topicField: string, retain: boolean) => Publisher;

/**
 * Payloads shorter than this leave on `client.credit`: readings and states. Their lengths are few, so their headers are kept,
 * which saves an interpreter like Espruino an eighth of a publication.
 */
export const SHORT_PAYLOAD_BYTES = 12;

/**
 * A publisher at QoS 0. It may throw what the transport throws where the connection is just closing.
 *
 * One expression, since an interpreter of source text pays for each statement and block, and for what it skips: all that is
 * seldom needed stands in a function of its own.
 */
export function createPublisher(client: Client, topicField: string, retain: boolean): Publisher {
  // What stands before the payload, by payload length, made at first use.
  const headers: string[] = [];
  let header: string | undefined;
  client.shortBytes = Math.max(client.shortBytes, topicField.length + SHORT_PAYLOAD_BYTES + 4);
  return (payload) =>
    (header = headers[payload.length]) && client.credit-- >= 1
      ? (client.write(header + payload), PublishStatus.Sent)
      : publishSlowly(client, topicField, retain, headers, payload);
}

/** Five parameters: kept in one text or record they would cost every publisher variables. */
function publishSlowly(
  client: Client,
  topicField: string,
  retain: boolean,
  headers: string[],
  payload: string,
): PublishStatus {
  const firstByte = retain ? 0x31 : 0x30; // §3.3.1
  const length = payload.length;
  const header =
    headers[length] ?? String.fromCharCode(firstByte) + remainingLength(topicField.length + length) + topicField;
  if (length < SHORT_PAYLOAD_BYTES) {
    headers[length] = header;
  }
  // Whoever takes more than there is must not leave a debt.
  client.credit = 0;
  if (client.outbox !== undefined) {
    return client.outbox.add(client.outbox, firstByte, topicField, payload);
  }
  const roomBytes = client.roomBytes() - header.length - length;
  if (!isClear(client) || roomBytes < 0) {
    return client.state > ClientState.Connecting ? PublishStatus.Full : PublishStatus.NotConnected;
  }
  client.write(header + payload);
  client.credit = roomBytes / client.shortBytes;
  return PublishStatus.Sent;
}
