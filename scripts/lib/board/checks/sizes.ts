import { actuatorOf } from "../../actuators/registry";
import { connectPacket, inBatches, subscribePacket, subscriptions } from "../../program/packets";
import { channelsOf } from "../../sensors/channels";
import type { Board } from "../config";
import { brokerAddress, hearingsOf, safeModeTopics } from "../facts";
import { CONSOLE_BYTES, packetBytes, publishBytes, published, readingBytes, reportBytes } from "../message-bytes";
import type { BoardSource, Path } from "../source";
import { LONGEST_OFFER_BYTES, updateBytes } from "../update-bytes";

const NONCE_BYTES = 25;
const CHALLENGE_BYTES = 8;
const MAC_BYTES = 24;
/** What stands behind a signed command: the nonce, its badge of 8 bytes, the challenge, the MAC, a space in front of each. */
const SIGNATURE_BYTES = 4 + NONCE_BYTES + 8 + CHALLENGE_BYTES + MAC_BYTES;
/** What stands around the state in an answer: the nonce, the challenge, "refused" and the MAC, with a space between each. */
const ANSWER_BYTES = 4 + NONCE_BYTES + CHALLENGE_BYTES + 7 + MAC_BYTES;

/** How long a level is that a wildcard stands for, for all that is known of it. */
const LEVEL_BYTES = 16;
/** Such as ON, or a number. */
const SHORT_PAYLOAD_BYTES = 8;

/** Checks that every packet fits the board's capacities. */
export function checkSizes(board: Board, source: BoardSource): void {
  checkSent(board, source);
  checkReceived(board, source);
}

function checkSent(board: Board, source: BoardSource): void {
  const { topics, capacities, broker, commands, outbox } = board;
  const { transmitBytes } = capacities;
  const transmit = (what: string, bytes: number, place: Path): void => {
    if (bytes > transmitBytes) source.error(place, tooSmall(what, bytes, "transmitBytes", transmitBytes));
  };
  transmit("the CONNECT packet", connectPacket(board).length, ["broker"]);
  for (const batch of inBatches(subscriptions(board), board)) {
    transmit("a SUBSCRIBE packet", subscribePacket(batch).length, ["actuators"]);
  }
  transmit("the status", publishBytes(topics.status, "offline".length), ["topics"]);
  transmit("a diagnostics report", publishBytes(topics.diagnostics, reportBytes(board)), ["topics"]);
  if (broker.urls.length > 1) {
    const addressBytes = Math.max(...broker.urls.map((url) => Buffer.byteLength(brokerAddress(url))));
    transmit("the broker in use", publishBytes(topics.broker, addressBytes), ["topics"]);
  }
  if (board.consoles?.mqtt === true) {
    const place = ["consoles", "mqtt"];
    const bytes = publishBytes(topics.console, CONSOLE_BYTES);
    transmit("the console", bytes, place);
    if (outbox !== undefined && bytes > outbox.bytes) {
      source.error(place, `the console takes up to ${bytes} bytes, more than the whole outbox; raise its "bytes"`);
    }
  }
  if (commands !== undefined) transmit("a nonce", publishBytes(topics.nonce, NONCE_BYTES), ["topics"]);
  if (board.updates === true) transmit("the state of updates", updateBytes(board), ["topics"]);
  for (const channel of channelsOf(board)) {
    const bytes = publishBytes(channel.stateTopic, readingBytes(channel), channel.qos);
    transmit("a reading", bytes, channel.place);
    if (outbox !== undefined && bytes > outbox.bytes) {
      source.error(
        channel.place,
        `a reading takes up to ${bytes} bytes, more than the whole outbox; raise its "bytes"`,
      );
    }
  }
  board.publications.forEach(({ topic, qos }, index) => {
    transmit("a publication", publishBytes(topic, SHORT_PAYLOAD_BYTES, qos), ["publications", index]);
  });
  board.actuators.forEach((actuator, index) => {
    for (const { what, topic, bytes } of published(actuator)) {
      transmit(what, publishBytes(topic, bytes), ["actuators", index]);
    }
    if (commands !== undefined) {
      const stateBytes = actuatorOf(actuator).longestState.length;
      transmit("an answer", publishBytes(topics.answer, ANSWER_BYTES + stateBytes), ["actuators", index]);
    }
  });
}

function checkReceived(board: Board, source: BoardSource): void {
  const { receiveBytes } = board.capacities;
  const receive = (what: string, bytes: number, place: Path): void => {
    if (bytes > receiveBytes) source.error(place, tooSmall(what, bytes, "receiveBytes", receiveBytes));
  };
  const signatureBytes = board.commands === undefined ? 0 : SIGNATURE_BYTES;
  board.actuators.forEach((actuator, index) => {
    const { commandTopic, commandQos } = actuator;
    const commandBytes = actuatorOf(actuator).longestCommandBytes + signatureBytes;
    receive("a command", publishBytes(commandTopic, commandBytes, commandQos), ["actuators", index]);
  });
  if (board.updates === true) {
    receive("an offer of an update", publishBytes(board.topics.update, LONGEST_OFFER_BYTES), ["updates"]);
  }
  if (board.safeModeAfterBoots !== undefined) {
    const commandBytes = "OFF".length + signatureBytes;
    receive("a command", publishBytes(safeModeTopics(board).commandTopic, commandBytes), ["safeModeAfterBoots"]);
  }
  board.subscriptions.forEach(({ topic, longestBytes, qos }, index) => {
    receive("a message", publishBytes(matchedTopic(topic), longestBytes, qos), ["subscriptions", index]);
  });
  for (const { topic, qos, place } of hearingsOf(board)) {
    // What a rule is to understand is not known; that much has every message.
    if (place[0] === "rules") receive("a message", publishBytes(matchedTopic(topic), SHORT_PAYLOAD_BYTES, qos), place);
  }
  // SUBACK: a packet identifier and a return code for each topic.
  for (const batch of inBatches(subscriptions(board), board)) {
    receive("a SUBACK packet", packetBytes(2 + batch.length), ["actuators"]);
  }
}

/** A topic that matches a filter, as long as is to be expected. */
function matchedTopic(filter: string): string {
  return filter.replaceAll("+", "x".repeat(LEVEL_BYTES)).replace("#", "x".repeat(2 * LEVEL_BYTES));
}

function tooSmall(what: string, bytes: number, capacity: string, capacityBytes: number): string {
  return `${what} takes up to ${bytes} bytes, more than ${capacity} (${capacityBytes}); shorten the topics or raise "${capacity}"`;
}
