import assert from "node:assert/strict";
import type { Message } from "../simulator/broker/broker";

/** What a board may differ in from the others, because of its chip. */
export interface Deviations {
  /** Topics that it has not. */
  missing: string[];
  /** By topic, how far a reading may be off that a coarser converter has measured. */
  tolerances: Map<string, number>;
  /**
   * How many messages may be missing of a topic: in what gap a reading fell, or whether it came before the end of the test,
   * depends on the millisecond.
   */
  mostMissing: number;
}

/** Each topic with its messages in their order; what the engine alone decides is left out. */
export function byTopic(messages: readonly Message[]): Map<string, string[]> {
  const topics = new Map<string, string[]>();
  for (const { topic, payload, qos, retain } of messages) {
    // The test's own commands: signed ones carry the engine's nonce.
    if (topic.endsWith("/set")) continue;
    const list = topics.get(topic) ?? [];
    topics.set(topic, list);
    list.push(`${comparable(topic, payload)} qos ${qos}${retain ? " retained" : ""}`);
  }
  return topics;
}

/** The same topics, and on each the same messages, but for what may be otherwise. */
export function assertAlike(
  expected: Map<string, string[]>,
  actual: Map<string, string[]>,
  { missing, tolerances, mostMissing }: Deviations,
  test: string,
): void {
  const common = [...expected].filter(([topic]) => !missing.includes(topic));
  assert.deepEqual([...actual.keys()].sort(), common.map(([topic]) => topic).sort(), test);
  for (const [topic, messages] of common) {
    const told = actual.get(topic) ?? [];
    const [longer, shorter] = told.length > messages.length ? [told, messages] : [messages, told];
    // Each message of the shorter list has its like in the longer one, in the same order.
    let found = 0;
    for (const message of longer) {
      if (isAlike(message, shorter[found], tolerances.get(topic) ?? 0)) found++;
    }
    const more = longer.length - shorter.length;
    const isSame = found === shorter.length && (more === 0 || (more <= mostMissing && shorter.length > 0));
    if (!isSame) assert.deepEqual(told, messages, `${test}: ${topic}`);
  }
}

/** Messages as `byTopic` lists them. */
function isAlike(message: string, other: string | undefined, tolerance: number): boolean {
  if (message === other || other === undefined || tolerance === 0) return message === other;
  const [[value, ...how], [otherValue, ...otherHow]] = [message.split(" "), other.split(" ")];
  return how.join() === otherHow.join() && Math.abs(Number(value) - Number(otherValue)) <= tolerance;
}

/**
 * The names of engine and chip, free memory, seconds of uptime and of the time of day, random nonces and the program's own version are the
 * engine's affair. How many readings fell into a gap, if any, depends on the millisecond in which the node was back, and so does whether
 * it tried in vain before; how many readings a report finds missing, on the second in which it leaves.
 */
function comparable(topic: string, payload: string): string {
  if (/\/(memory|uptime)\//.test(topic)) return "#";
  if (topic.endsWith("/config")) {
    return payload
      .replace(/"ESP(32(C3|S3)?|8266) \((Espruino|NodeMCU)\)","hw":"ESP(32(C3|S3)?|8266)"/, '"#"')
      .replace(/("sw":"mote [^+"]*)\+[0-9a-f]*"/, '$1"');
  }
  if (topic.endsWith("/nonce")) return payload.replace(/^(2\.\d+)\..*/, "$1.#");
  if (topic.endsWith("/answer")) return payload.replace(/^(2\.\d+)\.\S+ (.*) \S+$/, "$1.# $2 #");
  if (!topic.endsWith("/diagnostics")) return payload;
  return payload
    .replace(/"uptime":\d+/, '"uptime":#')
    .replace(/"time":\d+/, '"time":#')
    .replace(/"(dropped|missing)":\d+/g, '"$1":#')
    .replace(/"lost":"(no Wi-Fi[^"]*|Wi-Fi lost)"/, '"lost":"Wi-Fi"')
    .replace(/,"version":"[^"]*"/, "")
    .replace(/,"freeMemory":\d+/, "")
    .replace(/,"signalStrength":-?\d+/, "");
}
