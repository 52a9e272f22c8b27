import { furtherTopics } from "../actuators/further-topics";
import { actuatorOf } from "../actuators/registry";
import type { Channel } from "../sensors/channel";
import { channelsOf } from "../sensors/channels";
import type { ActuatorBase } from "./config/actuator";
import type { BoardBase } from "./config/node";

/** How large the messages are that a board publishes, at most, as packets. */

/**
 * Whether a board may have more to say at once, as to a new session, than its transport or its outbox takes. Its readings then
 * are owed (firmware/app/readings/owed.ts).
 */
export function mayFindNoRoom(board: BoardBase): boolean {
  const { topics, capacities, outbox } = board;
  const readings = channelsOf(board).map((channel) =>
    publishBytes(channel.stateTopic, readingBytes(channel), channel.qos),
  );
  const states = board.actuators.flatMap(published).map(({ topic, bytes }) => publishBytes(topic, bytes));
  const all = [publishBytes(topics.status, "offline".length), ...states, ...readings];
  const bytes = all.reduce((sum, each) => sum + each, 0);
  if (readings.length === 0) return false;
  return (
    bytes > capacities.transmitBytes || (outbox !== undefined && (all.length > outbox.messages || bytes > outbox.bytes))
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
export function readingBytes({ range, decimals }: Channel): number {
  return range === undefined ? "OFF".length : Math.max(...range.map((value) => value.toFixed(decimals).length));
}
