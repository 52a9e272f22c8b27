import { DropPolicy, Loss, type Outbox, PublishStatus } from "./record";
import { remainingLength } from "./packet";
import { discard, everSent } from "./queue";

/** The way of messages into the outbox. */

/** Sends a message behind those that wait, or keeps it. */
export function add(outbox: Outbox, firstByte: number, topicField: string, payload: string): PublishStatus {
  const idBytes = firstByte > 0x31 ? 2 : 0;
  const header =
    String.fromCharCode(firstByte) + remainingLength(topicField.length + idBytes + payload.length) + topicField;
  const bytes = header.length + idBytes + payload.length;
  if (!reserve(outbox, bytes, idBytes > 0)) {
    return PublishStatus.Full;
  }
  let id = "";
  while (idBytes > 0 && (id.length === 0 || outbox.ids.indexOf(id) >= 0)) {
    id = nextId(outbox);
  }
  const client = outbox.client;
  outbox.packets.push(header + id + payload);
  outbox.ids.push(id);
  outbox.bytes += bytes;
  outbox.unsent++;
  client.flush(client);
  if (outbox.unsent > 0) {
    return PublishStatus.Kept;
  }
  // It has left none behind that waits: the next short ones need not take this way.
  client.credit = Math.floor(client.roomBytes() / client.shortBytes);
  return PublishStatus.Sent;
}

/**
 * Makes room for a packet of `bytes`, in place of older messages if the policy says so: those of QoS 0 first, and one of QoS 0 in
 * place of no other.
 * @returns false where that does not help
 */
function reserve(outbox: Outbox, bytes: number, isAcknowledged: boolean): boolean {
  const capacityBytes = outbox.options.capacityBytes;
  if (outbox.packets.length < outbox.options.slots && outbox.bytes + bytes <= capacityBytes) {
    return true;
  }
  // None gives way where even all of them would not make room.
  if (outbox.options.policy === DropPolicy.Newest || lastingBytes(outbox, isAcknowledged) + bytes > capacityBytes) {
    return false;
  }
  do {
    let index = oldest(outbox, false);
    if (index < 0 && isAcknowledged) {
      index = oldest(outbox, true);
    }
    if (index < 0) {
      return false;
    }
    discard(outbox, index);
    outbox.lost(Loss.Displaced);
  } while (outbox.packets.length >= outbox.options.slots || outbox.bytes + bytes > capacityBytes);
  return true;
}

/** Whether a message may give way, to one of QoS 1 or 2 or to one of QoS 0: it was never sent. */
function mayGo(outbox: Outbox, index: number, toAcknowledged: boolean): boolean {
  return index >= everSent(outbox) && (toAcknowledged || outbox.ids[index].length === 0);
}

/** The bytes of those that cannot give way. */
function lastingBytes(outbox: Outbox, toAcknowledged: boolean): number {
  let bytes = 0;
  for (let i = 0; i < outbox.packets.length; i++) {
    if (!mayGo(outbox, i, toAcknowledged)) {
      bytes += outbox.packets[i].length;
    }
  }
  return bytes;
}

/** @returns -1 when there is none */
function oldest(outbox: Outbox, toAcknowledged: boolean): number {
  let index = everSent(outbox);
  while (index < outbox.packets.length && !mayGo(outbox, index, toAcknowledged)) {
    index++;
  }
  return index < outbox.packets.length ? index : -1;
}

/**
 * The next packet identifier, as two bytes; never 0 [MQTT-2.3.1-1], nor 1 and 2: `REQUEST_PACKET_ID`, `CONSTANT_PACKET_ID`. Whoever
 * takes it looks whether a message in the outbox has it. [MQTT-2.3.1-2]
 */
export function nextId(outbox: Outbox): string {
  const packetId = outbox.nextPacketId;
  outbox.nextPacketId = packetId < 65_535 ? packetId + 1 : 3;
  return String.fromCharCode(packetId >>> 8, packetId & 255);
}
