import { transmit } from "./client";
import { addPacket, type FixedOutbox, type PayloadSource, type Slot } from "./outbox";
import type { PublishStatus } from "./publish";

/** A message too large for the transmit capacity, sent in parts as there is room. */
export interface LargeMessage {
  topicField: string;
  qos: 0 | 1 | 2;
  retain: boolean;
  /** 0 … 268,369,917. */
  payloadBytes: number;
  source: PayloadSource;
}

/** Parts are this large, if there is room, … */
const PART_BYTES = 512;
/** … and not smaller than this, but for the last one. */
const LEAST_PART_BYTES = 64;

/** Publishes a large message: the outbox keeps its header and asks its source for the payload, again after a reconnect. */
export function publishLarge(outbox: FixedOutbox, message: LargeMessage): PublishStatus {
  outbox.sendParts = sendParts;
  const firstByte = 0x30 + message.qos * 2 + (message.retain ? 1 : 0);
  return addPacket(outbox, firstByte, message.topicField, "", message.payloadBytes, message.source);
}

/** Sends as many parts as there is room for. @returns whether that was the last of them */
function sendParts(outbox: FixedOutbox, slot: Slot): boolean {
  const client = outbox.client;
  if (outbox.streamed === undefined) {
    if (!transmit(client, slot.packet)) {
      return false;
    }
    client.blocked++;
    outbox.streamed = slot;
    outbox.streamedBytes = 0;
  }
  while (outbox.streamedBytes < slot.sourceBytes && slot.source !== undefined) {
    const rest = slot.sourceBytes - outbox.streamedBytes;
    const size = Math.min(rest, PART_BYTES, client.roomBytes());
    if (size < rest && size < LEAST_PART_BYTES) {
      return false;
    }
    if (!transmit(client, slot.source(outbox.streamedBytes, size))) {
      return false;
    }
    outbox.streamedBytes += size;
  }
  client.blocked--;
  outbox.streamed = undefined;
  return true;
}
