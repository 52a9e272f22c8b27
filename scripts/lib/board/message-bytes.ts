import { furtherTopics } from "../actuators/further-topics";
import { actuatorOf } from "../actuators/registry";
import type { Channel } from "../sensors/channel";
import { channelsOf } from "../sensors/channels";
import type { ActuatorBase } from "./config/actuator";
import type { BoardBase, DiagnosticsField } from "./config/node";
import { networksOf, safeModeAdvice } from "./facts";

/** How large the messages are that a board publishes, at most, as packets. */

/**
 * The longest diagnostics report in bytes: 120 of keys, 30 for the event and 32 for its id, 44 for why the connection was
 * lost, 8 counters of 10 digits.
 */
const REPORT_BYTES = 306;
/** What each further field of a report takes at most, its key included. */
const FIELD_BYTES: Record<Exclude<DiagnosticsField, "ssid">, number> = {
  version: 40,
  resetReason: 27,
  bootCount: 23,
  freeMemory: 21,
  signalStrength: 22,
  ipAddress: 30,
};
/** The longest name of a network, in quotes. How long that of a board is decides nothing of its program, unless much in it is escaped. */
const SSID_BYTES = 34;
/** What a report says more of signed commands: 53 of keys, 4 counters of 10 digits. */
const SIGNED_REPORT_BYTES = 93;
/** And of the time: 8 of a key, 10 digits until 2286. */
const TIME_REPORT_BYTES = 18;

/** What firmware/app/services/console-lines.ts publishes at once: how many lines are lost, and all that waits. */
export const CONSOLE_BYTES = 23 + 384;

/**
 * Whether a board may have more to say at once, as to a new session and with a report, than its transport or its outbox takes. Its readings then
 * are owed (firmware/app/readings/owed.ts).
 */
export function mayFindNoRoom(board: BoardBase): boolean {
  const { topics, capacities, outbox, consoles } = board;
  const readings = channelsOf(board).map((channel) =>
    publishBytes(channel.stateTopic, readingBytes(channel), channel.qos),
  );
  const states = board.actuators.flatMap(published).map(({ topic, bytes }) => publishBytes(topic, bytes));
  const report = publishBytes(topics.diagnostics, reportBytes(board));
  const lines = consoles?.mqtt === true ? [publishBytes(topics.console, CONSOLE_BYTES)] : [];
  const all = [publishBytes(topics.status, "offline".length), report, ...lines, ...states, ...readings];
  const bytes = all.reduce((sum, each) => sum + each, 0);
  if (readings.length === 0) return false;
  return (
    bytes > capacities.transmitBytes ||
    (outbox?.whenFull === "dropNewest" && (all.length > outbox.messages || bytes > outbox.bytes))
  );
}

/** What an actuator publishes, with the longest payload. */
export function published(actuator: ActuatorBase): { what: string; topic: string; bytes: number }[] {
  return [
    { what: "a state", topic: actuator.stateTopic, bytes: actuatorOf(actuator).longestState.length },
    ...furtherTopics(actuator).map(({ level, topic, longest }) => ({
      what: `a ${level}`,
      topic,
      bytes: longest.length,
    })),
  ];
}

/** A PUBLISH packet; above QoS 0 it has a packet identifier. */
export function publishBytes(topic: string, payloadBytes: number, qos: 0 | 1 | 2 = 0): number {
  return packetBytes(2 + Buffer.byteLength(topic) + (qos > 0 ? 2 : 0) + payloadBytes);
}

/** A packet with its fixed header, whose remaining length takes a byte for every seven bits. MQTT 3.1.1, 2.2.3 */
export function packetBytes(remainingLength: number): number {
  return 1 + Math.max(1, Math.ceil(Math.log2(remainingLength + 1) / 7)) + remainingLength;
}

/** The longest text of a reading. */
export function readingBytes({ range, decimals, events }: Channel): number {
  if (events !== undefined) return Math.max(...events.map((event) => event.length));
  return range === undefined ? "OFF".length : Math.max(...range.map((value) => value.toFixed(decimals).length));
}

/** The longest report on the diagnostics topic. */
export function reportBytes(board: BoardBase): number {
  const fieldBytes = board.diagnostics.reduce((sum, field) => sum + fieldBytesOf(field, board), 0);
  const safeModeBytes =
    board.safeModeAfterBoots === undefined ? 0 : Buffer.byteLength(`,"safeMode":"${safeModeAdvice(board)}"`);
  const timeBytes = board.time === undefined ? 0 : TIME_REPORT_BYTES;
  return (
    REPORT_BYTES + fieldBytes + safeModeBytes + timeBytes + (board.commands === undefined ? 0 : SIGNED_REPORT_BYTES)
  );
}

function fieldBytesOf(field: DiagnosticsField, { wifi }: BoardBase): number {
  if (field !== "ssid") return FIELD_BYTES[field];
  const names = networksOf(wifi).map(({ ssid }) => Buffer.byteLength(JSON.stringify(ssid)));
  return ',"ssid":'.length + Math.max(SSID_BYTES, ...names);
}
