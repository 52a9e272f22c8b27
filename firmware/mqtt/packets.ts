import { acknowledgement } from "./acknowledgement";
import type { Handlers } from "./record";
import { publish0 } from "./inbound";
import { acknowledge1, publish1 } from "./inbound-qos1";
import { acknowledge2, publish2, pubRel } from "./inbound-qos2";
import { answer, unsubAck } from "./session";

/** The packets a client can be made to understand, for `createClient`; 0x101 and 0x102 are `OVERSIZED` + QoS. */

/** What every client understands: answers to its requests, and messages of QoS 0. */
export const BASIC_PACKETS: Handlers = {
  0x20: answer,
  0x30: publish0,
  0x31: publish0,
  0x90: answer,
  0xd0: answer,
};

/** Messages of QoS 1; with DUP and with RETAIN. */
export const INBOUND_QOS1_PACKETS: Handlers = {
  0x32: publish1,
  0x33: publish1,
  0x3a: publish1,
  0x3b: publish1,
  0x101: acknowledge1,
};

/** Messages of QoS 2; needs `receivedIds`. */
export const INBOUND_QOS2_PACKETS: Handlers = {
  0x34: publish2,
  0x35: publish2,
  0x3c: publish2,
  0x3d: publish2,
  0x62: pubRel,
  0x102: acknowledge2,
};

/** What the server answers to messages of QoS 1 and 2; needs an outbox. */
export const ACKNOWLEDGEMENT_PACKETS: Handlers = {
  0x40: acknowledgement,
  0x50: acknowledgement,
  0x70: acknowledgement,
};

/** The answer to constant packets; among `ACKNOWLEDGEMENT_PACKETS` as well. */
export const CONSTANT_PACKETS: Handlers = { 0x40: acknowledgement };

/** The answer to UNSUBSCRIBE. */
export const UNSUBSCRIBE_PACKETS: Handlers = { 0xb0: unsubAck };

/** One table of several. */
export function together(tables: Handlers[]): Handlers {
  const all: Handlers = {};
  for (const table of tables) {
    for (const firstByte in table) {
      all[Number(firstByte)] = table[firstByte];
    }
  }
  return all;
}
