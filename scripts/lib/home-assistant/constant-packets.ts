import { generate } from "mqtt-packet";
import { MAC_MARK, utf8 } from "../bytes";
import type { DiscoveryMessage } from "./documents";

/** The packet identifier of constant packets: `CONSTANT_PACKET_ID` of firmware/mqtt/request.ts. */
const PACKET_ID = 2;
/** Parts are not larger than this, in bytes: what leaves an Espruino socket in one pass, rounded. */
const PART_BYTES = 512;
/** And no larger than half of the transmit capacity, so that the next one fits before all of the last one has left. */
const CAPACITY_PARTS = 2;

/** PUBLISH packets at QoS 1, retained unless the broker takes none of those, in parts as byte strings; an empty part ends each packet. */
export function constantParts(messages: readonly DiscoveryMessage[], transmitBytes: number, retain = true): string[] {
  const partBytes = Math.min(PART_BYTES, Math.floor(transmitBytes / CAPACITY_PARTS));
  return messages.flatMap(({ topic, parts }) => {
    const payloads = parts.map(utf8);
    const whole = generate({
      cmd: "publish",
      topic,
      payload: Buffer.from(payloads.join(""), "latin1"),
      qos: 1,
      messageId: PACKET_ID,
      dup: false,
      retain,
    }).toString("latin1");
    const header = whole.slice(0, whole.length - payloads.join("").length);
    const [first = "", ...rest] = payloads;
    return [...[header + first, ...rest].flatMap((text) => cut(text, partBytes)), ""];
  });
}

/** What stands for what is known later and as long: the chip's address (placeholders.ts), the program's hash. */
const MARK = /\{<[^>]*>\}|\?{8}/g;
const LONGEST_MARK = MAC_MARK.length;

/** Pieces of at most so many bytes, none of which ends in a mark. */
function cut(text: string, bytes: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== "";) {
    let end = Math.min(bytes, rest.length);
    const from = Math.max(0, end - LONGEST_MARK);
    for (const { 0: mark, index } of rest.slice(from, end + LONGEST_MARK).matchAll(MARK)) {
      if (from + index < end && from + index + mark.length > end) end = from + index;
    }
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return pieces;
}
