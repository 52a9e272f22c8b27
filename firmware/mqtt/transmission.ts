/** The way out: what every packet passes that leaves, but for short ones, which publishers write on credit. */
export interface Transmission {
  /**
   * How many short packets may leave before the transport is asked for room again, with a fraction, which an interpreter that keeps
   * small whole numbers apart counts down faster; below 1 without a session, and while anything waits.
   * Publishers take from it. First in the record, since it is read most.
   */
  credit: number;
  write: (bytes: string) => void;
  roomBytes: () => number;
  /** The longest packet that is published on `credit`. */
  shortBytes: number;
  /**
   * What stands before the topic of short packets at QoS 0, by their remaining length: made at first use, at most 127 of two bytes, and
   * shared by all publishers, which saves an interpreter like Espruino an eighth of a publication.
   */
  prefixes: (string | undefined)[];
  /** The same for retained ones. */
  retainedPrefixes: (string | undefined)[];
  /** Whether a packet is being sent in parts, and nothing may come between them (constant-packets.ts). */
  isHeld: boolean;
  /** Control packets that wait for room (control.ts). */
  waiting: string;
}

/** Hands a packet to the transport, if it has room. */
export function transmit(client: Transmission, packet: string): boolean {
  // What room is left has to be asked anew.
  client.credit = 0;
  if (packet.length > client.roomBytes()) {
    return false;
  }
  try {
    client.write(packet);
  } catch {
    // The peer has closed; the transport will tell.
    return false;
  }
  return true;
}
