import type { Datagrams } from "../engine/engine";
import { ClientState } from "../mqtt/client";
import { elapsedMs } from "../mqtt/elapsed";
import type { Node } from "./node";

/**
 * The time of day, asked of a server as RFC 4330 says, and told in each report on the diagnostics topic. The engine's clock is not
 * set: whoever goes by it would see it jump.
 */

const PORT = 123;
/** Version 4, client (§4). */
const CLIENT = "\x23";
const SERVER_MODE = 4;
/** The server's own clock is not set. */
const UNSYNCHRONIZED = 3;
const PACKET_BYTES = 48;
/** Seconds from 1900, where NTP begins, to 1970: 2,208,988,800, in two halves of 16 bits. */
const UNIX_EPOCH_HIGH = 33_706;
const UNIX_EPOCH_LOW = 32_384;
/** The higher half from which on a time is one before 2036, when NTP begins anew. */
const ERA_HIGH = 32_768;

const TICK_MS = 10_000;
const WAIT_MS = 5_000;
/** A look-up of a name that nobody answers blocks the engine for seconds: seldom, then. */
const RETRY_MS = 300_000;
/** The chip's clock may be off by a second or two in that time. */
const RENEW_MS = 86_400_000;

/**
 * Seconds since 1970 by a server's answer; NaN where it is none to the question that held `cookie`, its 8 bytes of a time, or
 * where the server does not know the time itself (§5).
 */
export function answeredSeconds(answer: string, cookie: string): number {
  if (answer.length < PACKET_BYTES || answer.substring(24, 32) !== cookie) {
    return NaN;
  }
  const flags = answer.charCodeAt(0);
  const stratum = answer.charCodeAt(1);
  const high = answer.charCodeAt(40) * 256 + answer.charCodeAt(41);
  const low = answer.charCodeAt(42) * 256 + answer.charCodeAt(43);
  const isTime = high > 0 || low > 0;
  if ((flags & 7) !== SERVER_MODE || flags >>> 6 === UNSYNCHRONIZED || stratum < 1 || stratum > 15 || !isTime) {
    return NaN;
  }
  // Half by half: whole numbers of 32 bits hold the difference, until 2038, but neither of the two.
  return ((high < ERA_HIGH ? high + 65_536 : high) - UNIX_EPOCH_HIGH) * 65_536 + low - UNIX_EPOCH_LOW;
}

/** Has a node that was just started ask for the time once it is online, and once a day; every five minutes until it knows. */
export function tellTime(node: Node, datagrams: Datagrams, server: string): void {
  const nowMs = node.engine.clock.nowMs;
  let seconds = NaN;
  let atMs = 0;
  let cookie = "";
  let askedMs = 0;
  let waitMs = 0;
  const answered = (answer: string): void => {
    const told = answeredSeconds(answer, cookie);
    if (!isNaN(told)) {
      seconds = told;
      atMs = nowMs();
      waitMs = RENEW_MS;
    }
  };
  node.engine.clock.every(TICK_MS, () => {
    if (node.client.state === ClientState.Ready && elapsedMs(nowMs(), askedMs) >= waitMs) {
      askedMs = nowMs();
      waitMs = RETRY_MS;
      cookie = "";
      for (let i = 0; i < 8; i++) {
        cookie += String.fromCharCode(Math.floor(Math.random() * 256));
      }
      let question = CLIENT;
      while (question.length < PACKET_BYTES - 8) {
        question += "\0";
      }
      datagrams.ask(server, PORT, question + cookie, WAIT_MS, answered);
    }
  });
  const publishReport = node.diagnostics.publish;
  node.diagnostics.publish = (report) =>
    publishReport(
      isNaN(seconds)
        ? report
        : report.substring(0, report.length - 1) +
            ',"time":' +
            (seconds + Math.floor(elapsedMs(nowMs(), atMs) / 1000)) +
            "}",
    );
}
