import { type Client, type Loss, type Outbox, type OutboxOptions } from "./record";
import { add } from "./enqueue";
import { acknowledge, receivePubAcks } from "./outbox-acknowledgements";
import { flushOutbox, resume } from "./outbox-session";

/**
 * Messages that outlive a connection: those of QoS 1 and 2 until they are acknowledged, and those of any QoS
 * that wait for a session or for room. queue.ts tells how they stand.
 */

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
