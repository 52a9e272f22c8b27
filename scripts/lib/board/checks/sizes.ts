import type { ActuatorConfig, Board, DiagnosticsField } from "../config";
import {
  brokerAddress,
  brokerTopic,
  commandTopic,
  DEFAULTS,
  diagnosticsFields,
  diagnosticsTopic,
  hasOutbox,
  nonceTopic,
  positionTopic,
  safeModeAdvice,
  stateTopic,
  statusTopic,
} from "../defaults";
import type { BoardSource, Path } from "../source";
import { channelsOf, type Channel } from "../../sensors/channels";
import { connectPacket, subscribePacket, subscriptions } from "../../program/packets";

/**
 * The longest diagnostics report in bytes: 120 of keys, 30 for the event and 32 for its id, 44 for why the connection was
 * lost, 8 counters of 10 digits.
 */
const REPORT_BYTES = 306;
/** What each further field of a report takes at most, its key included. */
const FIELD_BYTES: Record<DiagnosticsField, number> = {
  version: 40,
  resetReason: 27,
  bootCount: 23,
  freeMemory: 21,
  signalStrength: 22,
};
/** What a report says more of signed commands: 40 of keys, 3 counters of 10 digits. */
const SIGNED_REPORT_BYTES = 70;
/** And of the time: 8 of a key, 10 digits until 2286. */
const TIME_REPORT_BYTES = 18;
const NONCE_BYTES = 23;
/** What stands behind a signed command: two spaces, the nonce, the MAC. */
const SIGNATURE_BYTES = 2 + NONCE_BYTES + 24;
/** The longest command, TOGGLE, and the longest level anybody sends, such as 33.3333. */
const COMMAND_BYTES = 8;
/** Home Assistant's, with blanks, and a field or two that the light ignores. */
const LONGEST_COMMANDS: Partial<Record<ActuatorConfig["type"], number>> = { light: 96, rgb: 160 };
const LONGEST_STATES: Partial<Record<ActuatorConfig["type"], string>> = {
  light: '{"state":"OFF","brightness":255}',
  rgb: '{"state":"OFF","brightness":255,"color_mode":"rgb","color":{"r":255,"g":255,"b":255}}',
};

/** Checks that every packet fits the board's capacities. */
export function checkSizes(board: Board, source: BoardSource): void {
  const transmitBytes = board.capacities?.transmitBytes ?? DEFAULTS.transmitBytes;
  const transmit = (what: string, bytes: number, place: Path): void => {
    if (bytes > transmitBytes) source.error(place, tooSmall(what, bytes, "transmitBytes", transmitBytes));
  };
  transmit("the CONNECT packet", connectPacket(board).length, ["broker"]);
  transmit("the SUBSCRIBE packet", subscribePacket(board).length, ["actuators"]);
  transmit("the status", publishBytes(statusTopic(board), "offline".length), ["topics"]);
  const isSigned = board.commands !== undefined;
  const fieldBytes = diagnosticsFields(board).reduce((sum, field) => sum + FIELD_BYTES[field], 0);
  const safeModeBytes =
    board.safeModeAfterBoots === undefined ? 0 : Buffer.byteLength(`,"safeMode":"${safeModeAdvice(board)}"`);
  const timeBytes = board.time === undefined ? 0 : TIME_REPORT_BYTES;
  const reportBytes = REPORT_BYTES + fieldBytes + safeModeBytes + timeBytes + (isSigned ? SIGNED_REPORT_BYTES : 0);
  transmit("a diagnostics report", publishBytes(diagnosticsTopic(board), reportBytes), ["topics"]);
  if (board.broker.urls.length > 1) {
    const addressBytes = Math.max(...board.broker.urls.map((url) => Buffer.byteLength(brokerAddress(url))));
    transmit("the broker in use", publishBytes(brokerTopic(board), addressBytes), ["topics"]);
  }
  if (isSigned) transmit("a nonce", publishBytes(nonceTopic(board), NONCE_BYTES), ["topics"]);
  const outboxBytes = board.outbox?.bytes ?? DEFAULTS.outboxBytes;
  for (const channel of channelsOf(board)) {
    const bytes = publishBytes(channel.stateTopic, readingBytes(channel), channel.qos);
    transmit("a reading", bytes, channel.place);
    if (hasOutbox(board) && bytes > outboxBytes) {
      source.error(
        channel.place,
        `a reading takes up to ${bytes} bytes, more than the whole outbox; raise its "bytes"`,
      );
    }
  }
  const receiveBytes = board.capacities?.receiveBytes ?? DEFAULTS.receiveBytes;
  const receive = (what: string, bytes: number, place: Path): void => {
    if (bytes > receiveBytes) source.error(place, tooSmall(what, bytes, "receiveBytes", receiveBytes));
  };
  const actuators = board.actuators ?? [];
  actuators.forEach((actuator, index) => {
    transmit("a state", publishBytes(stateTopic(board, actuator), longestState(actuator)), ["actuators", index]);
    if (actuator.type === "cover") {
      transmit("a position", publishBytes(positionTopic(board, actuator), "100".length), ["actuators", index]);
    }
    const commandBytes = longestCommand(actuator) + (isSigned ? SIGNATURE_BYTES : 0);
    receive("a command", publishBytes(commandTopic(board, actuator), commandBytes, actuator.commandQos), [
      "actuators",
      index,
    ]);
  });
  // SUBACK: a packet identifier and a return code for each topic.
  receive("the SUBACK packet", packetBytes(2 + subscriptions(board).length), ["actuators"]);
}

function longestCommand({ type }: ActuatorConfig): number {
  return LONGEST_COMMANDS[type] ?? COMMAND_BYTES;
}

function longestState({ type }: ActuatorConfig): number {
  return LONGEST_STATES[type]?.length ?? COMMAND_BYTES;
}

function tooSmall(what: string, bytes: number, capacity: string, capacityBytes: number): string {
  return `${what} takes up to ${bytes} bytes, more than ${capacity} (${capacityBytes}); shorten the topics or raise "${capacity}"`;
}

/** A PUBLISH packet; above QoS 0 it has a packet identifier. */
function publishBytes(topic: string, payloadBytes: number, qos: 0 | 1 | 2 = 0): number {
  return packetBytes(2 + Buffer.byteLength(topic) + (qos > 0 ? 2 : 0) + payloadBytes);
}

/** A packet with its fixed header, whose remaining length takes a byte for every seven bits. MQTT 3.1.1, 2.2.3 */
function packetBytes(remainingLength: number): number {
  return 1 + Math.max(1, Math.ceil(Math.log2(remainingLength + 1) / 7)) + remainingLength;
}

/** The longest text of a reading. */
function readingBytes({ range, decimals }: Channel): number {
  return range === undefined ? "OFF".length : Math.max(...range.map((value) => value.toFixed(decimals).length));
}
