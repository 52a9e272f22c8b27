import type { Traffic } from "./traffic";

/** What a relay does not see, since the system makes it: reckoned for IPv4 on Ethernet. */

/** RFC 791 §3.1 and RFC 9293 §3.1, both without options. */
export const HEADER_BYTES = 20 + 20;

/** The most that a segment carries: 1,500 bytes of Ethernet, less the headers. */
const SEGMENT_BYTES = 1_500 - HEADER_BYTES;

/** SYN, SYN and ACK, ACK. RFC 9293 §3.5 */
const OPENING_PACKETS = 3;

/** FIN and ACK, each way. RFC 9293 §3.6 */
const CLOSING_PACKETS = 4;

/** How many segments bytes take that are written at once. */
export function segments(bytes: number): number {
  return Math.ceil(bytes / SEGMENT_BYTES);
}

/**
 * How many packets it took: each segment, and those that open and close connections. Bare acknowledgements are not among them: they
 * mostly ride along with an answer, and where there is none they come at most once for each segment.
 */
export function packets({ up, down, opened, closed }: Traffic): number {
  return up.segments + down.segments + opened * OPENING_PACKETS + closed * CLOSING_PACKETS;
}

/** Bytes with those of the headers of IP and TCP. */
export function wireBytes(traffic: Traffic): number {
  return traffic.up.bytes + traffic.down.bytes + packets(traffic) * HEADER_BYTES;
}
