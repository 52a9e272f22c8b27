import type { Client } from "./client";
import { add } from "./enqueue";
import { acknowledge, receivePubAcks } from "./outbox-acknowledgements";
import { flushOutbox, resume } from "./outbox-session";
import type { PublishStatus } from "./publish";
import type { Queue } from "./queue";

/**
 * Messages that outlive a connection: those of QoS 1 and 2 until they are acknowledged, and those of any QoS
 * that wait for a session or for room. queue.ts tells how they stand.
 */

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

export interface Outbox extends Queue {
  client: Client;
  options: OutboxOptions;
  nextPacketId: number;
  /** When the last acknowledgement came, or none was due last. */
  progressMs: number;
  /** Told of each loss. */
  lost: (loss: Loss) => void;
  /** Sends a message behind those that wait, or keeps it; `firstByte` is that of its PUBLISH packet. */
  add: (outbox: Outbox, firstByte: number, topicField: string, payload: string) => PublishStatus;
  /** The server accepted the connection, and has or has not the session of the last one. `client.flush` has to follow. */
  resume: (outbox: Outbox, sessionPresent: boolean) => void;
  /** Puts what is quick with PUBACKs before a receiver of bytes. */
  before: (outbox: Outbox, receive: (bytes: string) => void) => (bytes: string) => void;
  /** The server sent PUBACK, PUBREC or PUBCOMP (`client.firstByte`) for a packet identifier, as two bytes. */
  acknowledge: (outbox: Outbox, id: string) => void;
}

/** Where packet identifiers begin. @param random 0 … 1, not 1 itself */
export function randomPacketId(random: number): number {
  return 3 + Math.floor(random * 65_533);
}

/** Makes the outbox of a client. @param lost Must not throw. */
export function createOutbox(client: Client, options: OutboxOptions, lost: (loss: Loss) => void): Outbox {
  const outbox: Outbox = {
    client,
    options,
    packets: [],
    ids: [],
    bytes: 0,
    released: 0,
    releasesDue: 0,
    unsent: 0,
    repeated: 0,
    nextPacketId: options.firstPacketId,
    progressMs: 0,
    lost,
    add,
    resume,
    before: receivePubAcks,
    acknowledge,
  };
  client.outbox = outbox;
  client.flush = () => flushOutbox(outbox);
  return outbox;
}
