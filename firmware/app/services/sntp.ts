import type { Datagrams } from "../../engine/engine";
import { ClientState } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import type { Node } from "../node";

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
/** Seconds from 1900, where NTP begins, to 1970: 2,208,988,800. */
const EPOCH_THOUSANDS = 2_208_988;
const EPOCH_SECONDS = 800;
/** Seconds after which NTP begins anew, in 2036: 4,294,967,296. */
const ERA_THOUSANDS = 4_294_967;
const ERA_SECONDS = 296;

const TICK_MS = 10_000;
const WAIT_MS = 5_000;
/** A look-up of a name that nobody answers blocks the engine for seconds: seldom, then. */
const RETRY_MS = 300_000;
/** The chip's clock may be off by a second or two in that time. */
const RENEW_MS = 86_400_000;

/** Seconds since 1970, in two parts: each stays exact where numbers are integers of 32 bits, and floats of single precision. */
export interface Time {
  thousands: number;
  /** Besides those, below 1,000. */
  seconds: number;
}

function pass(time: Time, seconds: number): void {
  const all = time.seconds + seconds;
  const more = Math.floor(all / 1000);
  time.thousands += more;
  time.seconds = all - more * 1000;
}

/**
 * Takes the time from a server's answer; leaves it where that is none to the question that held `cookie`, its 8 bytes of a time,
 * or where the server does not know the time itself (§5).
 * @returns whether it was taken
 */
export function takeTime(answer: string, cookie: string, time: Time): boolean {
  if (answer.length < PACKET_BYTES || answer.substring(24, 32) !== cookie) {
    return false;
  }
  const flags = answer.charCodeAt(0);
  const stratum = answer.charCodeAt(1);
  if ((flags & 7) !== SERVER_MODE || flags >>> 6 === UNSYNCHRONIZED || stratum < 1 || stratum > 15) {
    return false;
  }
  const first = answer.charCodeAt(40);
  const second = answer.charCodeAt(41);
  const third = answer.charCodeAt(42);
  const fourth = answer.charCodeAt(43);
  if (first + second + third + fourth === 0) {
    return false;
  }
  // 2^24 = 16,777,216; 2^16 = 65,536
  const isLater = first < 128;
  time.thousands = first * 16_777 + second * 65 - EPOCH_THOUSANDS + (isLater ? ERA_THOUSANDS : 0);
  time.seconds = 0;
  pass(time, first * 216 + second * 536 + third * 256 + fourth - EPOCH_SECONDS + (isLater ? ERA_SECONDS : 0));
  return true;
}

/**
 * Has a node that was just started ask for the time once it is online, and once a day; every five minutes until it knows.
 * @returns what gives the time; undefined until it is known
 */
export function tellTime(node: Node, datagrams: Datagrams, server: string): () => Time | undefined {
  const nowMs = node.engine.clock.nowMs;
  const time: Time = { thousands: 0, seconds: 0 };
  let isKnown = false;
  /** When it was that time. */
  let atMs = 0;
  let cookie = "";
  let askedMs = 0;
  let waitMs = 0;
  const answered = (answer: string): void => {
    if (takeTime(answer, cookie, time)) {
      isKnown = true;
      atMs = nowMs();
      waitMs = RENEW_MS;
    }
  };
  const goOn = (): void => {
    const seconds = Math.floor(elapsedMs(nowMs(), atMs) / 1000);
    atMs += seconds * 1000;
    pass(time, seconds);
  };
  node.engine.clock.every(TICK_MS, () => {
    // Also because the clock may wrap.
    goOn();
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
  node.diagnostics.publish = (report) => {
    if (!isKnown) {
      return publishReport(report);
    }
    goOn();
    const digits = "" + (1000 + time.seconds);
    return publishReport(
      report.substring(0, report.length - 1) + ',"time":' + time.thousands + digits.substring(1) + "}",
    );
  };
  return () => {
    if (!isKnown) {
      return undefined;
    }
    goOn();
    return time;
  };
}
