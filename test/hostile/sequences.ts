import { bytes } from "../firmware/mqtt/owner";

/**
 * What servers send, right and wrong, and what MQTT 3.1.1 asks of the client: to live on, or to close the network connection
 * [MQTT-4.8.0-1]. Where the specification leaves a choice, the sequence is not among them.
 */
export interface Sequence {
  name: string;
  /** What the client is in when the bytes arrive; see `Situation`. */
  situation: Situation;
  stream: string;
  lives: boolean;
  /** What the client answers, as bytes; not looked at unless given. */
  answers?: string;
  /** How many messages are handed on; not looked at unless given. */
  messages?: number;
}

/**
 * - connecting: CONNECT was sent, with clean session 1
 * - resuming: the same with clean session 0
 * - subscribing: the session stands, a SUBSCRIBE of two filters is not answered
 * - ready: the session stands; PUBLISH 2 at QoS 1 and PUBLISH 3 at QoS 2 are not answered
 * - released: the same, and PUBREC came for 3
 * - unsubscribing: the session stands, an UNSUBSCRIBE is not answered
 * - pinging: the session stands, a PINGREQ is not answered
 */
export type Situation = "connecting" | "resuming" | "subscribing" | "ready" | "released" | "unsubscribing" | "pinging";

export interface Family {
  name: string;
  sequences: Sequence[];
}

const hex = (text: string): string => Buffer.from(text, "latin1").toString("hex");

function sequence(situation: Situation, stream: string, lives: boolean, more: Partial<Sequence> = {}): Sequence {
  const shown = stream.length > 24 ? `${hex(stream.slice(0, 20))}…` : hex(stream);
  return { situation, stream, lives, ...more, name: `${situation}: ${shown}${more.name ? ` (${more.name})` : ""}` };
}

/** A packet with one byte of remaining length. */
export function packet(firstByte: number, body: string): string {
  return bytes(firstByte, body.length) + body;
}

export function publish(firstByte: number, topic: string, payload = "x", id = 7): string {
  const idBytes = (firstByte & 6) > 0 ? bytes(id >> 8, id & 255) : "";
  return packet(firstByte, bytes(topic.length >> 8, topic.length & 255) + topic + idBytes + payload);
}

/** First bytes that a PUBLISH of a server may have: DUP only above QoS 0, no QoS 3. §3.3.1 */
const PUBLISH_BYTES = [0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x3a, 0x3b, 0x3c, 0x3d];

/** Packets that each situation may go on with. */
const LEGAL: Record<Situation, string[]> = {
  connecting: [packet(0x20, "\0\0")],
  resuming: [packet(0x20, "\0\0"), packet(0x20, "\x01\0")],
  subscribing: [packet(0x90, "\0\x01\0\0")],
  ready: [packet(0x40, "\0\x02"), packet(0x50, "\0\x03"), packet(0xd0, ""), packet(0x62, "\0\x07")],
  released: [packet(0x70, "\0\x03"), packet(0x40, "\0\x02"), packet(0x50, "\0\x03")],
  unsubscribing: [packet(0xb0, "\0\x01")],
  pinging: [packet(0xd0, "")],
};

/** Every first byte there is, with a body that would suit it. */
function everyFirstByte(situation: Situation): Family {
  const sequences: Sequence[] = [];
  for (let first = 0; first < 256; first++) {
    const legal = LEGAL[situation].find((text) => text.charCodeAt(0) === first);
    const isPublish = first >> 4 === 3;
    const isMessage = isPublish && situation !== "connecting" && situation !== "resuming";
    const lives = legal !== undefined || (isMessage && PUBLISH_BYTES.includes(first)) || isHarmless(situation, first);
    const body: Record<number, string> = { 2: "\0\0", 9: "\0\x01\0\0", 13: "", 12: "", 14: "" };
    const other = isPublish ? publish(first, "a/set") : packet(first, body[first >> 4] ?? "\0\x02");
    sequences.push(sequence(situation, legal ?? other, lives));
  }
  return { name: `every first byte while ${situation}`, sequences };
}

/**
 * PINGRESP nobody asked for, PUBREL of a message that was released before, which is answered all the same, and other answers to
 * nothing; but where PUBLISH 2 at QoS 1 was sent, PUBCOMP 2 is a wrong one.
 */
function isHarmless(situation: Situation, first: number): boolean {
  const isPublished = situation === "ready" || situation === "released";
  return (
    situation !== "connecting" &&
    situation !== "resuming" &&
    ([0xd0, 0x62, 0xb0].includes(first) || (!isPublished && [0x40, 0x50, 0x70].includes(first)))
  );
}

/** Each legal packet with a body too short, too long or empty. */
function lengths(): Family {
  const sequences: Sequence[] = [];
  for (const [situation, packets] of Object.entries(LEGAL) as [Situation, string[]][]) {
    for (const legal of packets) {
      const body = legal.slice(2);
      const first = legal.charCodeAt(0);
      sequences.push(sequence(situation, legal, true));
      sequences.push(sequence(situation, packet(first, body + "\0"), false, { name: "a byte too long" }));
      if (body === "") continue;
      sequences.push(sequence(situation, packet(first, body.slice(0, -1)), false, { name: "a byte too short" }));
      sequences.push(sequence(situation, packet(first, body.slice(0, 1)), false, { name: "one byte" }));
      sequences.push(sequence(situation, packet(first, ""), false, { name: "nothing" }));
    }
  }
  for (const first of PUBLISH_BYTES) {
    const whole = publish(first, "a/set", "");
    for (let size = 0; size < whole.length - 2; size++) {
      sequences.push(
        sequence("ready", packet(first, whole.slice(2, 2 + size)), false, { name: `${size} bytes of PUBLISH` }),
      );
    }
    sequences.push(sequence("ready", whole, true, { messages: 1, name: "no payload" }));
  }
  return { name: "lengths of packets", sequences };
}

/** Remaining lengths. §2.2.3; MQTT 3.1.1 does not ask for the shortest form. */
function remainingLengths(): Family {
  const body = (size: number): string => `\0\x05a/set${"x".repeat(size - 7)}`;
  const of = (field: string, size: number, lives: boolean, more: Partial<Sequence> = {}): Sequence =>
    sequence("ready", "0" + field + body(size), lives, more);
  return {
    name: "remaining lengths",
    sequences: [
      of("\x7f", 127, true, { messages: 1 }),
      of("\x80\x01", 128, true, { messages: 1 }),
      of("\xc8\x01", 200, true, { messages: 1 }),
      of("\xff\x7f", 16_383, true, { messages: 0, name: "larger than the receive capacity" }),
      of("\x80\x80\x01", 16_384, true, { messages: 0, name: "larger than the receive capacity" }),
      of("\x80\x80\x04", 65_536, true, { messages: 0, name: "larger than the receive capacity" }),
      of("\x89\0", 9, true, { messages: 1, name: "two bytes where one would do" }),
      of("\x89\x80\0", 9, true, { messages: 1, name: "three bytes where one would do" }),
      of("\x89\x80\x80\0", 9, true, { messages: 1, name: "four bytes where one would do" }),
      of("\x89\x80\x80\x80\0", 9, false, { name: "five bytes" }),
      of("\xff\xff\xff\xff\x7f", 20, false, { name: "five bytes" }),
      of("\xff\xff\xff\xff\xff", 20, false, { name: "no end" }),
      sequence("ready", "\xd0\x80\0", true, { name: "PINGRESP with two bytes of length" }),
      sequence("connecting", "\x20\x82\0\0\0", true, { name: "CONNACK with two bytes of length" }),
      sequence("connecting", "\x20\xff\xff\xff\x7f\0\0", false, { name: "a huge CONNACK" }),
      sequence("ready", "\x40\xff\xff\xff\x7f\0\x02", false, { name: "a huge PUBACK" }),
      sequence("subscribing", "\x90\xff\xff\xff\x7f\0\x01", false, { name: "a huge SUBACK" }),
    ],
  };
}

function connAcks(): Family {
  const sequences: Sequence[] = [];
  for (const situation of ["connecting", "resuming"] as const) {
    for (const flags of [0, 1, 2, 3, 4, 16, 128, 129, 254, 255]) {
      for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 127, 128, 255]) {
        const lives = code === 0 && (flags === 0 || (flags === 1 && situation === "resuming"));
        sequences.push(sequence(situation, bytes(0x20, 2, flags, code), lives));
      }
    }
  }
  for (const situation of ["subscribing", "ready", "pinging"] as const) {
    sequences.push(sequence(situation, packet(0x20, "\0\0"), false, { name: "a second CONNACK" }));
  }
  return { name: "CONNACK", sequences };
}

/** Topic names, as bytes. §1.5.3, §3.3.2.1, §4.7 */
const TOPICS: [topic: string, isOne: boolean, what: string][] = [
  ["", false, "empty"],
  ["#", false, "wildcard"],
  ["+", false, "wildcard"],
  ["a/#", false, "wildcard"],
  ["a/+/b", false, "wildcard"],
  ["a#b", false, "wildcard"],
  ["a+", false, "wildcard"],
  ["\0", false, "U+0000"],
  ["a\0b", false, "U+0000"],
  ["a/set\0", false, "U+0000"],
  ["\x80", false, "a lone continuation byte"],
  ["a\xbf", false, "a lone continuation byte"],
  ["\xc3", false, "broken off"],
  ["\xe2\x82", false, "broken off"],
  ["\xf0\x9f\x98", false, "broken off"],
  ["\xc3(", false, "no continuation"],
  ["\xc0\x80", false, "overlong"],
  ["\xc1\xbf", false, "overlong"],
  ["\xe0\x9f\xbf", false, "overlong"],
  ["\xf0\x8f\xbf\xbf", false, "overlong"],
  ["\xed\xa0\x80", false, "surrogate U+D800"],
  ["\xed\xad\xbf", false, "surrogate U+DB7F"],
  ["\xed\xbf\xbf", false, "surrogate U+DFFF"],
  ["\xf4\x90\x80\x80", false, "U+110000"],
  ["\xf5\x80\x80\x80", false, "beyond Unicode"],
  ["\xfe", false, "no byte of UTF-8"],
  ["\xff", false, "no byte of UTF-8"],
  ["a", true, "one character"],
  ["/", true, "levels without characters"],
  ["//", true, "levels without characters"],
  ["a/", true, "a last level without characters"],
  [" ", true, "a space"],
  ["$SYS/a", true, "$"],
  ["\xc3\xa9", true, "two bytes"],
  ["\xed\x9f\xbf", true, "U+D7FF"],
  ["\xee\x80\x80", true, "U+E000"],
  ["\xef\xbb\xbfa", true, "U+FEFF"],
  ["\xef\xbf\xbf", true, "no character: U+FFFF"],
  ["\x01", true, "a control character"],
  ["a\x1f/b", true, "a control character"],
  ["\n", true, "a control character"],
  ["a\x7f", true, "a control character"],
  ["\xc2\x80\xc2\x9f", true, "control characters"],
  ["\xf0\x9f\x98\x80", true, "four bytes"],
  ["\xf4\x8f\xbf\xbd", true, "U+10FFFD"],
  ["x".repeat(80), true, "80 characters"],
];

function topics(): Family {
  const sequences: Sequence[] = [];
  for (const [topic, lives, what] of TOPICS) {
    for (const first of [0x30, 0x31, 0x32, 0x34]) {
      sequences.push(sequence("ready", publish(first, topic), lives, { messages: lives ? 1 : 0, name: what }));
    }
  }
  for (const first of [0x30, 0x32, 0x34]) {
    sequences.push(
      sequence("ready", packet(first, "\xff\xff" + "a".repeat(30)), false, { name: "topic beyond the packet" }),
    );
    sequences.push(sequence("ready", packet(first, "\0\x06a/set"), false, { name: "topic a byte beyond the packet" }));
  }
  return { name: "topic names", sequences };
}

function messages(): Family {
  const answer = (first: number, id: number): string => bytes(first, 2, id >> 8, id & 255);
  const sequences: Sequence[] = [];
  for (const id of [1, 2, 3, 255, 256, 65_535]) {
    sequences.push(
      sequence("ready", publish(0x32, "a/set", "x", id), true, { messages: 1, answers: answer(0x40, id) }),
      sequence("ready", publish(0x3a, "a/set", "x", id), true, { messages: 1, answers: answer(0x40, id) }),
      sequence("ready", publish(0x34, "a/set", "x", id), true, { messages: 1, answers: answer(0x50, id) }),
      sequence("ready", publish(0x3c, "a/set", "x", id), true, { messages: 1, answers: answer(0x50, id) }),
      sequence("ready", packet(0x62, bytes(id >> 8, id & 255)), true, { answers: answer(0x70, id), name: "PUBREL" }),
      sequence("ready", publish(0x34, "a/set", "x", id) + publish(0x3c, "a/set", "x", id), true, {
        messages: 1,
        answers: answer(0x50, id) + answer(0x50, id),
        name: "twice",
      }),
    );
  }
  for (const first of [0x32, 0x33, 0x34, 0x35, 0x3a, 0x3c]) {
    sequences.push(
      sequence("ready", publish(first, "a/set", "x", 0), false, { messages: 0, name: "packet identifier 0" }),
    );
  }
  for (const first of [0x36, 0x37, 0x3e, 0x3f]) {
    sequences.push(sequence("ready", publish(first, "a/set"), false, { messages: 0, name: "QoS 3" }));
  }
  for (const first of [0x38, 0x39]) {
    sequences.push(sequence("ready", publish(first, "a/set"), false, { messages: 0, name: "DUP at QoS 0" }));
  }
  sequences.push(sequence("ready", packet(0x62, "\0\0"), false, { name: "PUBREL of packet identifier 0" }));
  const large = (first: number): string =>
    bytes(first, 0xac, 2) + "\0\x05a/set" + ((first & 6) > 0 ? "\0\x07" : "") + "x".repeat((first & 6) > 0 ? 291 : 293);
  for (const [first, answers] of [
    [0x30, ""],
    [0x31, ""],
    [0x32, answer(0x40, 7)],
    [0x3a, answer(0x40, 7)],
    [0x34, answer(0x50, 7)],
    [0x3d, answer(0x50, 7)],
  ] as const) {
    sequences.push(
      sequence("ready", large(first), true, { messages: 0, answers, name: "larger than the receive capacity" }),
    );
    sequences.push(
      sequence("ready", large(first) + publish(0x30, "a/set"), true, {
        messages: 1,
        answers,
        name: "and one that is not",
      }),
    );
  }
  const ten = Array.from({ length: 10 }, (_, i) => publish(0x32, "a/set", "x", i + 1)).join("");
  sequences.push(sequence("ready", ten, true, { messages: 10, name: "ten in a row" }));
  sequences.push(sequence("ready", "\xd0\0".repeat(20), true, { name: "twenty PINGRESP" }));
  return { name: "messages", sequences };
}

function acknowledgements(): Family {
  const sequences: Sequence[] = [];
  const both: Situation[] = ["ready", "released"];
  for (const situation of both) {
    for (const first of [0x40, 0x50, 0x70]) {
      for (const id of [0, 1, 2, 3, 4, 258, 515, 65_535]) {
        const isReleased = situation === "released";
        const right = id === 2 ? [0x40] : isReleased ? [0x50, 0x70] : [0x50];
        // For other messages it is for nothing, and of none without an identifier.
        const lives = id === 2 || id === 3 ? right.includes(first) : id > 0;
        // A message that is not known, or known to be released, has to be released.
        const answers = first === 0x50 && lives ? packet(0x62, bytes(id >> 8, id & 255)) : "";
        sequences.push(sequence(situation, packet(first, bytes(id >> 8, id & 255)), lives, { answers }));
      }
    }
  }
  const twice = (first: number, id: number, situation: Situation, answers = ""): Sequence =>
    sequence(situation, packet(first, bytes(0, id)).repeat(2), true, { name: "twice", answers });
  sequences.push(
    twice(0x40, 2, "ready"),
    twice(0x50, 3, "ready", "\x62\x02\0\x03".repeat(2)),
    twice(0x70, 3, "released"),
    sequence("ready", packet(0x50, "\0\x03") + packet(0x70, "\0\x03"), true, { answers: "\x62\x02\0\x03" }),
    sequence("ready", packet(0x40, "\0\x02") + packet(0x50, "\0\x03") + packet(0x70, "\0\x03"), true),
  );
  return { name: "PUBACK, PUBREC and PUBCOMP", sequences };
}

function requests(): Family {
  const sequences: Sequence[] = [];
  for (const codes of ["\0\0", "\x01\x02", "\x80\0", "\x80\x80", "\x02\x80"]) {
    sequences.push(sequence("subscribing", packet(0x90, `\0\x01${codes}`), true));
  }
  for (const codes of ["", "\0", "\0\0\0", "\0\x03", "\x03\0", "\x04\0", "\x7f\0", "\0\x81", "\xff\0", "\0\xff"]) {
    sequences.push(sequence("subscribing", packet(0x90, `\0\x01${codes}`), false));
  }
  for (const id of ["\0\0", "\0\x02", "\x01\0", "\xff\xff"]) {
    sequences.push(sequence("subscribing", packet(0x90, `${id}\0\0`), false, { name: "another's" }));
    sequences.push(sequence("unsubscribing", packet(0xb0, id), id !== "\0\0", { name: "another's" }));
  }
  for (const situation of ["ready", "pinging", "unsubscribing", "connecting"] as const) {
    sequences.push(sequence(situation, packet(0x90, "\0\x01\0\0"), false, { name: "nobody subscribed" }));
  }
  for (const situation of ["ready", "pinging", "subscribing", "connecting"] as const) {
    const lives = situation !== "connecting";
    sequences.push(sequence(situation, packet(0xb0, "\0\x01"), lives, { name: "nobody unsubscribed" }));
  }
  sequences.push(
    sequence("subscribing", packet(0x90, "\0\x01\0\0").repeat(2), false, { name: "twice" }),
    sequence("unsubscribing", packet(0xb0, "\0\x01").repeat(2), true, { name: "twice" }),
    sequence("subscribing", publish(0x30, "a/set") + packet(0x90, "\0\x01\0\0"), true, {
      messages: 1,
      name: "a message first",
    }),
    sequence("unsubscribing", publish(0x30, "a/set") + packet(0xb0, "\0\x01"), true, {
      messages: 1,
      name: "a message first",
    }),
    sequence("pinging", publish(0x30, "a/set") + packet(0xd0, ""), true, { messages: 1, name: "a message first" }),
  );
  return { name: "SUBACK, UNSUBACK and PINGRESP", sequences };
}

const SITUATIONS = Object.keys(LEGAL) as Situation[];

export const FAMILIES: readonly Family[] = [
  ...SITUATIONS.map(everyFirstByte),
  lengths(),
  remainingLengths(),
  connAcks(),
  topics(),
  messages(),
  acknowledgements(),
  requests(),
];
