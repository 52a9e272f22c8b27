import { readFileSync } from "node:fs";
import { generate, parser, type IPublishPacket } from "mqtt-packet";
import { COMMAND_PACKET, COMMAND_TOPIC, READING_TOPIC } from "./workload";

/**
 * Measures the built client and mqtt-packet in V8, in a process of its own that can collect garbage at will and has room for
 * all that is allocated meanwhile, so that nothing is collected unasked. Its argument is the bundle; what it finds it sends to
 * the process that forked it.
 */

export interface V8Result {
  /** Messages per second, from value to Buffer and from Buffer to value. */
  perSecond: Record<"encode" | "decode", { mote: number; mqttPacket: number }>;
  /** Bytes allocated per message; `strings` is what a loop allocates that makes the same strings and nothing else. */
  bytes: Record<"publish" | "receive", { mote: number; strings: number; mqttPacket: number }>;
}

const READINGS = Array.from({ length: 64 }, (_, i) => (20 + i / 1000).toFixed(3));
const SENT = 0;

let written = 0;
let handled = 0;
let write = (bytes: string): void => void (written += bytes.length);

/** Loads the bundle as Espruino does: what it needs are globals. */
function load(bundle: string): { publish: (payload: string) => number; receive: (bytes: string) => void } {
  let publish: ((payload: string) => number) | undefined;
  let receive: ((bytes: string) => void) | undefined;
  const network = (received: (bytes: string) => void): ((bytes: string) => void) => {
    receive = received;
    return (bytes) => write(bytes);
  };
  const broken = (reason: string): never => {
    throw new Error(reason);
  };
  new Function("network", "provide", "ready", "handle", "broken", bundle)(
    network,
    (publisher: (payload: string) => number) => (publish = publisher),
    () => {},
    (payload: string) => (handled += payload.length),
    broken,
  );
  receive!("\x20\x02\0\0");
  receive!("\x90\x03\0\x01\0");
  return { publish: publish!, receive: receive! };
}

/** Nanoseconds of the quickest of several rounds, in turns, so that none has the machine for itself. */
function race(rounds: number, turns: number, contenders: Record<string, (i: number) => void>): Record<string, number> {
  const best: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const begin = process.hrtime.bigint();
      for (let i = 0; i < turns; i++) run(i);
      best[name] = Math.min(best[name] ?? Infinity, Number(process.hrtime.bigint() - begin));
    }
  }
  return best;
}

/** Bytes that one turn allocates, once it runs as fast as it will. */
function allocated(run: (i: number) => void): number {
  const turns = 20_000;
  for (let i = 0; i < turns * 5; i++) run(i);
  global.gc!();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < turns; i++) run(i);
  return (process.memoryUsage().heapUsed - before) / turns;
}

function measure(bundle: string): V8Result {
  const { publish, receive } = load(bundle);
  const command = Buffer.from(COMMAND_PACKET, "latin1");
  const packet = { cmd: "publish", topic: READING_TOPIC, payload: "", qos: 0, dup: false, retain: false } as const;
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (found) => (handled += (found as IPublishPacket).payload.length));

  const bytes: V8Result["bytes"] = {
    publish: { mote: 0, strings: 0, mqttPacket: 0 },
    receive: { mote: 0, strings: 0, mqttPacket: 0 },
  };
  const header = `0\x29\0\x21${READING_TOPIC}`;
  bytes.publish.strings = allocated((i) => write(header + READINGS[i & 63]));
  bytes.publish.mote = allocated((i) => {
    if (publish(READINGS[i & 63]!) !== SENT) throw new Error("not sent");
  });
  bytes.publish.mqttPacket = allocated((i) => void generate({ ...packet, payload: READINGS[i & 63]! }));
  const routes: Record<string, number> = { [COMMAND_PACKET.substr(2, COMMAND_TOPIC.length + 2)]: 1 };
  bytes.receive.strings = allocated(() => {
    const read = command.toString("latin1");
    const fieldBytes = read.charCodeAt(3) + 2;
    handled += routes[read.substr(2, fieldBytes)]! + read.substr(fieldBytes + 2).length;
  });
  bytes.receive.mote = allocated(() => receive(command.toString("latin1")));
  bytes.receive.mqttPacket = allocated(() => void reader.parse(command));

  let buffer: Buffer = command;
  write = (text) => (buffer = Buffer.from(text, "latin1"));
  const encode = race(7, 200_000, {
    mote: (i) => void publish(READINGS[i & 63]!),
    mqttPacket: (i) => (buffer = generate({ ...packet, payload: READINGS[i & 63]! })),
  });
  const decode = race(7, 200_000, {
    mote: () => receive(command.toString("latin1")),
    mqttPacket: () => void reader.parse(command),
  });
  if (buffer.length === 0 || written + handled === 0) throw new Error("nothing was done");
  const perSecond = ({ mote, mqttPacket }: Record<string, number>): { mote: number; mqttPacket: number } => ({
    mote: (200_000 * 1e9) / mote!,
    mqttPacket: (200_000 * 1e9) / mqttPacket!,
  });
  return { perSecond: { encode: perSecond(encode), decode: perSecond(decode) }, bytes };
}

process.send!(measure(readFileSync(process.argv[2]!, "latin1")));
