import { ClientState, fail, Failure, isClear, transmit, type Client, type Outbox } from "./client";
import { flushWaiting } from "./control";
import { elapsedMs } from "./elapsed";
import { MAX_FIXED_HEADER_BYTES, PUBREL, remainingLength, uint16Bytes } from "./packet";
import { PublishStatus, SHORT_PAYLOAD_BYTES } from "./publish";

/**
 * Messages that outlive a connection, in a fixed number of slots: those of QoS 1 and 2 until they are acknowledged, and those
 * of any QoS that wait for a session or for room. They leave in the order in which they came, and again in that order after a
 * reconnect. [MQTT-4.4.0-1], [MQTT-4.6.0-1]
 *
 *   Fresh ──PUBLISH──► Published ──PUBACK──► free                          QoS 1
 *                          └──────PUBREC──► Released ──PUBCOMP──► free     QoS 2
 *
 * When the server has the session of the last connection, what is Published leaves again with DUP, what is Released as
 * PUBREL. When it has not, QoS 1 starts afresh; of QoS 2, what is Released is done, and what is Published is given up and
 * counted: the server may have passed it on and no longer knows.
 */
export const enum Stage {
  Fresh,
  Published,
  Released,
}

/** Gives the payload bytes from `at` on, exactly `size` of them, as often as asked. */
export type PayloadSource = (at: number, size: number) => string;

export interface Slot {
  stage: Stage;
  /** The PUBLISH packet; without its payload, when `source` has that. */
  packet: string;
  /** 0 at QoS 0. */
  packetId: number;
  /** Whether it still has to be sent on this connection: PUBLISH, or PUBREL when Released. */
  isDue: boolean;
  source: PayloadSource | undefined;
  /** Bytes that `source` has. */
  sourceBytes: number;
  next: Slot | undefined;
}

/** What gives way when the outbox is full: the oldest message that was never sent (of QoS 0 first), or the one that comes. */
export const enum DropPolicy {
  Newest,
  Oldest,
}

/** How a message that the outbox had taken is lost after all. */
export const enum Loss {
  /** It gave way to a later one. */
  Displaced,
  /** At QoS 2: the server lost the session before it acknowledged. */
  Abandoned,
}

export interface OutboxOptions {
  /** How many messages it holds. */
  slots: number;
  /** The most bytes their packets have together. */
  capacityBytes: number;
  policy: DropPolicy;
  /** The first packet identifier, 3 … 65,535: a random one, so that it does not meet those of the time before a reboot. */
  firstPacketId: number;
}

export interface FixedOutbox extends Outbox {
  client: Client;
  options: OutboxOptions;
  /** The slots in use, in the order in which their messages came. */
  first: Slot | undefined;
  last: Slot | undefined;
  free: Slot | undefined;
  /** The sum of the packets' lengths. */
  bytes: number;
  nextPacketId: number;
  /** How many slots still have something to send on this connection. */
  due: number;
  /** How many slots wait for an acknowledgement on this connection. */
  underWay: number;
  /** When the last acknowledgement came, or the first message left that one is due for. */
  progressMs: number;
  /** The slot whose payload is being sent in parts, how far it is, and what sends the next ones (stream.ts). */
  streamed: Slot | undefined;
  streamedBytes: number;
  sendParts: ((outbox: FixedOutbox, slot: Slot) => boolean) | undefined;
  lost: (loss: Loss) => void;
}

/** Where packet identifiers begin. @param random 0 … 1, not 1 itself */
export function randomPacketId(random: number): number {
  return 3 + Math.floor(random * 65_533);
}

/** How long the server may go without acknowledging any of the messages under way, in milliseconds. */
const ACKNOWLEDGEMENT_DEADLINE_MS = 30_000;

/** Makes the outbox of a client; all of its slots are made here. @param lost Told of each loss. Must not throw. */
export function createOutbox(client: Client, options: OutboxOptions, lost: (loss: Loss) => void): FixedOutbox {
  const outbox: FixedOutbox = {
    client,
    options,
    first: undefined,
    last: undefined,
    free: undefined,
    bytes: 0,
    nextPacketId: options.firstPacketId,
    due: 0,
    underWay: 0,
    progressMs: 0,
    streamed: undefined,
    streamedBytes: 0,
    sendParts: undefined,
    lost,
    add: (firstByte, topicField, payload) => {
      if (client.credit >= 1 && outbox.due === 0 && firstByte > 0x31 && payload.length < SHORT_PAYLOAD_BYTES) {
        return sendNow(outbox, firstByte, topicField, payload);
      }
      const status = addPacket(outbox, firstByte, topicField, payload, payload.length, undefined);
      if (status === PublishStatus.Sent && outbox.due === 0) {
        // It has left none behind that waits: the next short ones need not take this way.
        client.credit = client.roomBytes() / client.shortBytes;
      }
      return status;
    },
    resume: (sessionPresent) => resume(outbox, sessionPresent),
    acknowledge: (firstByte, packetId) => acknowledge(outbox, firstByte, packetId),
  };
  for (let i = 0; i < options.slots; i++) {
    outbox.free = {
      stage: Stage.Fresh,
      packet: "",
      packetId: 0,
      isDue: false,
      source: undefined,
      sourceBytes: 0,
      next: outbox.free,
    };
  }
  client.outbox = outbox;
  client.flush = () => {
    flushOutbox(outbox);
    checkProgress(outbox);
  };
  return outbox;
}

/**
 * What `addPacket` does, in fewer steps, with a short message of QoS 1 or 2 when nothing goes before it: an interpreter of
 * source text pays for each. Where it does not fit, none can give way: all have been sent.
 */
function sendNow(outbox: FixedOutbox, firstByte: number, topicField: string, payload: string): PublishStatus {
  const client = outbox.client;
  const slot = outbox.free;
  const remainingBytes = topicField.length + 2 + payload.length;
  if (
    slot === undefined ||
    outbox.bytes + remainingBytes + (remainingBytes < 128 ? 2 : MAX_FIXED_HEADER_BYTES) > outbox.options.capacityBytes
  ) {
    return PublishStatus.Full;
  }
  const packetId = newPacketId(outbox);
  const packet =
    String.fromCharCode(firstByte) +
    (remainingBytes < 128 ? String.fromCharCode(remainingBytes) : remainingLength(remainingBytes)) +
    topicField +
    String.fromCharCode(packetId >>> 8, packetId & 255) +
    payload;
  client.credit--;
  outbox.free = slot.next;
  slot.next = undefined;
  slot.packet = packet;
  slot.packetId = packetId;
  slot.sourceBytes = payload.length;
  if (outbox.last === undefined) {
    outbox.first = slot;
  } else {
    outbox.last.next = slot;
  }
  outbox.last = slot;
  outbox.bytes += packet.length;
  try {
    client.write(packet);
  } catch {
    // The peer has closed; the transport will tell.
    client.credit = 0;
    slot.stage = Stage.Fresh;
    slot.isDue = true;
    outbox.due++;
    return PublishStatus.Kept;
  }
  slot.stage = Stage.Published;
  if (outbox.underWay++ === 0) {
    outbox.progressMs = client.nowMs;
  }
  return PublishStatus.Sent;
}

/** @param payload What stands in the packet; "" when `source` has the payload's `payloadBytes`. */
export function addPacket(
  outbox: FixedOutbox,
  firstByte: number,
  topicField: string,
  payload: string,
  payloadBytes: number,
  source: PayloadSource | undefined,
): PublishStatus {
  const idBytes = (firstByte & 6) > 0 ? 2 : 0;
  const remainingBytes = topicField.length + idBytes + payloadBytes;
  const lengthField = remainingLength(remainingBytes);
  const bytes = 1 + lengthField.length + remainingBytes - payloadBytes + payload.length;
  const slot = reserve(outbox, bytes, idBytes > 0);
  if (slot === undefined) {
    return PublishStatus.Full;
  }
  slot.stage = Stage.Fresh;
  slot.packetId = idBytes > 0 ? newPacketId(outbox) : 0;
  slot.packet =
    String.fromCharCode(firstByte) +
    lengthField +
    topicField +
    (idBytes > 0 ? uint16Bytes(slot.packetId) : "") +
    payload;
  slot.source = source;
  slot.sourceBytes = payloadBytes;
  append(outbox, slot);
  flushOutbox(outbox);
  return slot.isDue ? PublishStatus.Kept : PublishStatus.Sent;
}

/**
 * Takes a slot for a packet of `bytes`, in place of older messages if the policy says so: those of QoS 0 first, and one of QoS 0
 * in place of no other.
 */
function reserve(outbox: FixedOutbox, bytes: number, isAcknowledged: boolean): Slot | undefined {
  const capacityBytes = outbox.options.capacityBytes;
  if (bytes > capacityBytes) {
    return undefined;
  }
  while (outbox.free === undefined || outbox.bytes + bytes > capacityBytes) {
    // None gives way where even all of them would not make room.
    const first =
      outbox.options.policy === DropPolicy.Oldest && lastingBytes(outbox, isAcknowledged) + bytes <= capacityBytes
        ? (oldest(outbox, false) ?? (isAcknowledged ? oldest(outbox, true) : undefined))
        : undefined;
    if (first === undefined) {
      return undefined;
    }
    remove(outbox, first);
    outbox.lost(Loss.Displaced);
  }
  const slot = outbox.free;
  outbox.free = slot.next;
  outbox.bytes += bytes;
  return slot;
}

/** Whether a message may give way, to one of QoS 1 or 2 or to one of QoS 0: it was never sent. */
function mayGo(outbox: FixedOutbox, slot: Slot, toAcknowledged: boolean): boolean {
  return slot.stage === Stage.Fresh && slot !== outbox.streamed && (toAcknowledged || slot.packetId === 0);
}

/** The bytes of those that cannot give way. */
function lastingBytes(outbox: FixedOutbox, toAcknowledged: boolean): number {
  let bytes = 0;
  for (let slot = outbox.first; slot !== undefined; slot = slot.next) {
    if (!mayGo(outbox, slot, toAcknowledged)) {
      bytes += slot.packet.length;
    }
  }
  return bytes;
}

function oldest(outbox: FixedOutbox, toAcknowledged: boolean): Slot | undefined {
  let slot = outbox.first;
  while (slot !== undefined && !mayGo(outbox, slot, toAcknowledged)) {
    slot = slot.next;
  }
  return slot;
}

function append(outbox: FixedOutbox, slot: Slot): void {
  slot.next = undefined;
  if (outbox.last === undefined) {
    outbox.first = slot;
  } else {
    outbox.last.next = slot;
  }
  outbox.last = slot;
  slot.isDue = true;
  outbox.due++;
}

function unlink(outbox: FixedOutbox, slot: Slot): void {
  let before = outbox.first;
  while (before !== undefined && before.next !== slot) {
    before = before.next;
  }
  if (before === undefined) {
    outbox.first = slot.next;
  } else {
    before.next = slot.next;
  }
  if (outbox.last === slot) {
    outbox.last = before;
  }
}

function remove(outbox: FixedOutbox, slot: Slot): void {
  if (outbox.first !== slot) {
    unlink(outbox, slot);
  } else if ((outbox.first = slot.next) === undefined) {
    outbox.last = undefined;
  }
  if (slot.isDue) {
    slot.isDue = false;
    outbox.due--;
  }
  outbox.bytes -= slot.packet.length;
  slot.packet = "";
  slot.packetId = 0;
  slot.source = undefined;
  slot.next = outbox.free;
  outbox.free = slot;
}

function find(outbox: FixedOutbox, packetId: number): Slot | undefined {
  let slot = outbox.first;
  while (slot !== undefined && slot.packetId !== packetId) {
    slot = slot.next;
  }
  return slot;
}

/** One that no message under way has; never 0 [MQTT-2.3.1-1], [MQTT-2.3.1-2], nor 1 and 2: `REQUEST_PACKET_ID`, `CONSTANT_PACKET_ID`. */
function newPacketId(outbox: FixedOutbox): number {
  let packetId: number;
  do {
    packetId = outbox.nextPacketId;
    outbox.nextPacketId = packetId < 65_535 ? packetId + 1 : 3;
  } while (outbox.first !== undefined && find(outbox, packetId) !== undefined);
  return packetId;
}

function flushOutbox(outbox: FixedOutbox): void {
  const client = outbox.client;
  if (
    // What was cut off with the last connection has no business before this one's session stands.
    client.state < ClientState.Subscribing ||
    (outbox.streamed !== undefined && !send(outbox, outbox.streamed))
  ) {
    return;
  }
  flushWaiting(client);
  let slot = outbox.first;
  while (slot !== undefined && outbox.due > 0 && isClear(client)) {
    const next: Slot | undefined = slot.next;
    if (slot.isDue && !send(outbox, slot)) {
      return;
    }
    slot = next;
  }
}

/** Sends what the slot has to send on this connection. @returns false when there was no room for all of it */
function send(outbox: FixedOutbox, slot: Slot): boolean {
  const client = outbox.client;
  if (slot.stage === Stage.Released) {
    if (!transmit(client, PUBREL + uint16Bytes(slot.packetId))) {
      return false;
    }
  } else if (slot.source !== undefined && outbox.sendParts !== undefined) {
    if (!outbox.sendParts(outbox, slot)) {
      return false;
    }
  } else if (!transmit(client, slot.packet)) {
    return false;
  }
  slot.isDue = false;
  outbox.due--;
  if (slot.packetId === 0) {
    remove(outbox, slot);
    return true;
  }
  if (slot.stage === Stage.Fresh) {
    slot.stage = Stage.Published;
  }
  if (outbox.underWay === 0) {
    outbox.progressMs = client.nowMs;
  }
  outbox.underWay++;
  return true;
}

function acknowledge(outbox: FixedOutbox, firstByte: number, packetId: number): boolean {
  // Acknowledgements come in the order of the messages, as a rule.
  let slot = outbox.first;
  if (slot !== undefined && slot.packetId !== packetId) {
    slot = find(outbox, packetId);
  }
  if (slot === undefined || packetId === 0 || slot.stage === Stage.Fresh) {
    return false;
  }
  outbox.progressMs = outbox.client.nowMs;
  const isReleased = slot.stage === Stage.Released;
  const isQos1 = !isReleased && (slot.packet.charCodeAt(0) & 6) === 2;
  if (!slot.isDue && firstByte === (isQos1 ? 0x40 : 0x70) && isQos1 !== isReleased) {
    outbox.underWay--;
    remove(outbox, slot);
    return true;
  }
  if (firstByte === 0x50 && !isQos1) {
    if (!slot.isDue) {
      outbox.underWay--;
      slot.isDue = true;
      outbox.due++;
    } else if (!isReleased) {
      return false;
    }
    if (!isReleased) {
      release(outbox, slot);
    }
    flushOutbox(outbox);
    return true;
  }
  return false;
}

/**
 * Lets go of the message, which is never sent again [MQTT-4.3.3-1], and moves the slot behind those released before: PUBREL
 * leaves in the order in which PUBREC came. [MQTT-4.6.0-4]
 */
function release(outbox: FixedOutbox, slot: Slot): void {
  outbox.bytes -= slot.packet.length;
  slot.packet = "";
  slot.source = undefined;
  unlink(outbox, slot);
  slot.stage = Stage.Released;
  let before: Slot | undefined;
  let after = outbox.first;
  while (after !== undefined && after.stage === Stage.Released) {
    before = after;
    after = after.next;
  }
  slot.next = after;
  if (before === undefined) {
    outbox.first = slot;
  } else {
    before.next = slot;
  }
  if (after === undefined) {
    outbox.last = slot;
  }
}

/** Begins a connection with what the last one left. */
function resume(outbox: FixedOutbox, sessionPresent: boolean): void {
  outbox.underWay = 0;
  outbox.streamed = undefined;
  outbox.due = 0;
  let slot = outbox.first;
  while (slot !== undefined) {
    const next: Slot | undefined = slot.next;
    const firstByte = slot.packet.charCodeAt(0);
    slot.isDue = true;
    outbox.due++;
    if (sessionPresent) {
      if (slot.stage === Stage.Published) {
        setFirstByte(slot, firstByte | 8); // DUP [MQTT-3.3.1-1]
      }
    } else if (slot.stage === Stage.Published && (firstByte & 6) === 2) {
      slot.stage = Stage.Fresh;
      setFirstByte(slot, firstByte & 0xf7);
    } else if (slot.stage !== Stage.Fresh) {
      if (slot.stage === Stage.Published) {
        outbox.lost(Loss.Abandoned);
      }
      remove(outbox, slot);
    }
    slot = next;
  }
  flushOutbox(outbox);
}

function setFirstByte(slot: Slot, firstByte: number): void {
  slot.packet = String.fromCharCode(firstByte) + slot.packet.substr(1);
}

function checkProgress(outbox: FixedOutbox): void {
  const client = outbox.client;
  if (
    outbox.underWay > 0 &&
    client.state > ClientState.Connecting &&
    elapsedMs(client.nowMs, outbox.progressMs) >= ACKNOWLEDGEMENT_DEADLINE_MS
  ) {
    fail(client, Failure.NoResponse);
  }
}
