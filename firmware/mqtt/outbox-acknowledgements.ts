import { Failure, type Outbox } from "./record";
import { fail } from "./client";
import { control } from "./control";
import { PUBACK, PUBREL } from "./packet";
import { discard, everSent, isQos1, release } from "./queue";

/**
 * What PUBACK, PUBREC or PUBCOMP does to the message with a packet identifier (two bytes):
 *
 *   PUBLISH ──PUBACK──► done                                       QoS 1
 *   PUBLISH ──PUBREC──► released: PUBREL ──PUBCOMP──► done         QoS 2
 *
 * The wrong one of them for a message breaks the protocol. One for no message that ever left is ignored, but for PUBREC: the server
 * keeps such a message until it is told PUBREL.
 */
export function acknowledge(outbox: Outbox, id: string): void {
  const client = outbox.client;
  const index = outbox.ids.indexOf(id);
  const isPubRec = client.firstByte === 0x50;
  if (index < 0 || index >= everSent(outbox)) {
    client.unasked++;
    if (isPubRec && index < 0) {
      control(client, PUBREL + id);
    }
    return;
  }
  outbox.progressMs = client.nowMs;
  if (index < outbox.released) {
    if (client.firstByte === 0x70) {
      discard(outbox, index);
    } else if (!isPubRec) {
      fail(client, Failure.ProtocolViolation);
    } else if (index < outbox.released - outbox.releasesDue) {
      // The server has lost our PUBREL.
      control(client, PUBREL + id);
    }
  } else if (client.firstByte !== (isQos1(outbox.packets[index]) ? 0x40 : 0x50)) {
    fail(client, Failure.ProtocolViolation);
  } else if (isPubRec) {
    release(outbox, index);
    client.flush(client);
  } else {
    discard(outbox, index);
  }
}

/**
 * Makes what takes in bytes before `receive` does. Most reads of a client that publishes at QoS 1 are one whole PUBACK, for the oldest
 * message: then this does what `acknowledge` would do in the end, in fewer steps, for an interpreter of source text pays for each.
 */
export function receivePubAcks(outbox: Outbox, receive: (bytes: string) => void): (bytes: string) => void {
  const client = outbox.client;
  const packets = outbox.packets;
  const ids = outbox.ids;
  return (bytes) => {
    if (
      bytes[0] === "@" && // 0x40
      client.isFlowing &&
      outbox.released + outbox.unsent === 0 &&
      outbox.bytes > 0 &&
      bytes === PUBACK + ids[0] &&
      packets[0] < "4"
    ) {
      outbox.progressMs = client.nowMs;
      outbox.bytes -= packets.shift()!.length;
      ids.shift();
    } else {
      receive(bytes);
    }
  };
}
