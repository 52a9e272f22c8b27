import type { Client } from "./client";

/** What a client understands of what the server sends. */
export interface Inbound {
  /** Made of the tables in packets.ts; what is not among them does not weigh in the bundle, and breaks the protocol when it arrives. */
  packets: Handlers;
  oversizedMessages: OversizedMessages;
}

/**
 * Takes in one whole packet: what follows the fixed header stands in `data` from `body` up to `end`; the first byte of that is
 * `client.firstByte`.
 */
export type Handler = (client: Client, data: string, body: number, end: number) => void;

/**
 * Handlers by the first byte of the packets they take: type and flags in one, since each type has its flags laid down.
 * [MQTT-2.2.2-1] Under `OVERSIZED` + QoS stands what acknowledges a message that was too large: its packet identifier is
 * all that is left of it, at `body`.
 */
export interface Handlers {
  [firstByte: number]: Handler | undefined;
}

export const OVERSIZED = 256;

/** What becomes of messages larger than `receiveBytes`: skip.ts or large-messages.ts. */
export interface OversizedMessages {
  /** One begins, of which `oversizedBytes` follow the fixed header. */
  begin: (client: Client) => void;
  /** Takes in what follows. @returns how many bytes it took; 0 when it has kept them until there are more */
  go: (client: Client, data: string, at: number) => number;
}
