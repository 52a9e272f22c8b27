import { ClientState, type Client } from "./record";
import { expect } from "./request";
import { transmit } from "./transmission";

/**
 * Messages of QoS 1 that never change, may be larger than the transmit capacity and are sent again and again: whole PUBLISH
 * packets made on the host, kept outside the memory for variables, sent in parts as there is room. They need no outbox: one is
 * under way at a time, always with `CONSTANT_PACKET_ID`, and on a new connection they all leave again anyhow.
 */
export interface ConstantPackets {
  /** How many packets there are, at least one. */
  packets: number;
  /** How many parts they have together, with the empty ones. */
  parts: number;
  /** A part, 0 … `parts` - 1, not larger than the transmit capacity. Behind the last part of each packet stands an empty one. */
  part: (index: number) => string;
}

export interface ConstantStream {
  client: Client;
  constants: ConstantPackets;
  /** Packets that still have to be sent and acknowledged. */
  left: number;
  /** The first part of the packet that is under way, or next. */
  first: number;
  /** The part of it that is next. */
  next: number;
  /** The first part of the packet behind it, once it has been handed over whole; else -1. */
  following: number;
  /** Whether it leaves again because it was not acknowledged. */
  isDuplicate: boolean;
}

/** Made once per client. Its client has to understand `CONSTANT_PACKETS`. */
export function createConstantStream(client: Client, constants: ConstantPackets): ConstantStream {
  return { client, constants, left: 0, first: 0, next: 0, following: -1, isDuplicate: false };
}

/** What `client.awaited` is while a packet is not acknowledged: the first byte of PUBACK. */
const PUBACK_BYTE = 0x40;

/**
 * Begins to send all packets, in a session that stands; no other message leaves before they have. Where that goes on already,
 * it will do.
 * @param isNewConnection What was not acknowledged on the last one leaves first. [MQTT-4.4.0-1]
 */
export function beginConstants(stream: ConstantStream, isNewConnection: boolean): void {
  if (isNewConnection) {
    const isBegun = stream.next !== stream.first || stream.following >= 0;
    // [MQTT-3.3.1-1]
    stream.isDuplicate = isBegun && !stream.client.options.cleanSession;
    stream.next = stream.first;
    stream.following = -1;
    stream.left = 0;
  }
  if (stream.left === 0) {
    stream.left = stream.constants.packets;
    stream.client.isHeld = true;
  }
}

/**
 * Sends as many parts as there is room for, and the next packet once one is acknowledged; to be called until it returns true. None
 * begins before the answer to an earlier request has come. A packet that is not acknowledged in time ends the connection, as does
 * any other answer that is due.
 * @returns whether all have been acknowledged, just now
 */
export function sendConstants(stream: ConstantStream): boolean {
  const client = stream.client;
  while (stream.left > 0 && client.state === ClientState.Ready && client.awaited === 0) {
    if (stream.following >= 0) {
      stream.first = stream.following;
      stream.next = stream.first;
      stream.following = -1;
      stream.isDuplicate = false;
      stream.left--;
      if (stream.left === 0) {
        client.isHeld = false;
        client.flush(client);
        return true;
      }
    }
    const part = stream.constants.part(stream.next);
    if (part.length === 0) {
      stream.following = stream.next + 1 < stream.constants.parts ? stream.next + 1 : 0;
      expect(client, PUBACK_BYTE);
    } else if (transmit(client, stream.isDuplicate && stream.next === stream.first ? "\x3b" + part.substr(1) : part)) {
      stream.next++;
    } else {
      return false;
    }
  }
  return false;
}
