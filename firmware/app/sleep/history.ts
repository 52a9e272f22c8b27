import type { Datagrams, Journal, Sleep } from "../../engine/engine";
import { ClientState, PublishStatus } from "../../mqtt/record";
import { publishOnce } from "../../mqtt/publish";
import { isMissing } from "../../sensors/sensor";
import { countDropped, type Node } from "../node";
import type { Channel } from "../readings/telemetry";
import {
  behindLast,
  CLOCK_BEGAN,
  DELIVERED,
  endOfLine,
  keepLines,
  lineOf,
  LOST,
  MET,
  nextLine,
  READINGS,
  textOfLine,
  TIME,
} from "./journal";
import type { Sleeper } from "./sleeper";
import { askWakeTime, createWakeTime, timeBehind, timeText, type WakeTime } from "./wake-time";

/**
 * Every reading of a sleeping node, with the time at which it was: kept in the journal at its wake, published at the next wake with a
 * session, the oldest first, and taken for delivered when the broker has acknowledged all. What breaks off before that is published
 * once more, with the same times.
 */

/** A clock that says less than this in a boot that follows no sleep began anew: power was lost. */
const NEW_CLOCK_SECONDS = 60;
/** How long the time is waited for. */
const TIME_MS = 5_000;
const MISSING = "-";

export interface HistoryOptions {
  /** Where the values are published, in their order: topic fields, … */
  topics: string[];
  /** … and the first bytes of their PUBLISH packets. */
  firstBytes: number[];
  /** Who is asked for the time. */
  server: string;
}

export interface History {
  journal: Journal;
  options: HistoryOptions;
  /** What was measured first at this wake, by the values' places; "" where nothing was yet. */
  values: string[];
  /** How many were not. */
  unmeasured: number;
  isKept: boolean;
  wakeTime: WakeTime;
  isAsked: boolean;
  /** What is published next: where its line begins, and the value in it; -1 before the first. */
  at: number;
  value: number;
  /** When the clock stood at 0, by the line that holds for what is published; "" where nobody knows. */
  zero: string;
  /** Up to where that holds. */
  zeroEnd: number;
}

/** Comes before anything that may end the wake: that the clock began anew cannot be told later. */
export function createHistory(journal: Journal, sleep: Sleep, options: HistoryOptions): History {
  if (sleep.wokenBy().length === 0 && sleep.clockSeconds() < NEW_CLOCK_SECONDS) {
    keepLines(journal, lineOf(CLOCK_BEGAN, CLOCK_BEGAN), 0);
  }
  return {
    journal,
    options,
    values: options.topics.map(() => ""),
    unmeasured: options.topics.length,
    isKept: false,
    wakeTime: createWakeTime(),
    isAsked: false,
    at: -1,
    value: 0,
    zero: "",
    zeroEnd: 0,
  };
}

/** Keeps what a channel gives first. Without a session it is not given to anybody else: it is published from the journal. */
export function keepReading(sleeper: Sleeper, history: History, channel: Channel, index: number): void {
  sleeper.untold++;
  let isTold = false;
  const take = channel.take;
  channel.take = (taken, value) => {
    if (history.values[index].length === 0) {
      history.values[index] = isMissing(value) ? MISSING : channel.format(value, channel.decimals);
      history.unmeasured--;
    }
    if (channel.node.client.state === ClientState.Ready) {
      take(taken, value);
      if (!isTold) {
        isTold = true;
        sleeper.untold--;
      }
    }
  };
}

/**
 * Writes down the readings of this wake once all are there.
 * @param isLate Whether what is not there is not waited for
 * @returns whether they are kept
 */
export function keepWake(history: History, sleep: Sleep, isLate: boolean): boolean {
  if (!history.isKept && (history.unmeasured === 0 || isLate)) {
    history.isKept = true;
    writeWake(history, sleep);
  }
  return history.isKept;
}

function writeWake(history: History, sleep: Sleep): void {
  const clockSeconds = sleep.clockSeconds();
  let line = "" + clockSeconds;
  for (const value of history.values) {
    line += " " + (value.length > 0 ? value : MISSING);
  }
  keepLines(history.journal, lineOf(READINGS, line), history.values.length);
}

/**
 * Publishes what was not delivered, as far as there is room; to be called until it returns true.
 * @param waitedMs For how long it was
 * @returns whether there is nothing more to be published, or no time to be had
 */
export function tellHistory(
  history: History,
  node: Node,
  sleep: Sleep,
  datagrams: Datagrams,
  waitedMs: number,
): boolean {
  if (!history.isAsked) {
    history.isAsked = true;
    askWakeTime(history.wakeTime, sleep, datagrams, history.options.server);
  }
  if (history.wakeTime.clockSeconds < 0) {
    return waitedMs >= TIME_MS;
  }
  if (history.at < 0) {
    // Where it finds no room, what is told once more may have other times.
    history.journal.append(lineOf(TIME, timeText(history.wakeTime, 0)));
    history.at = behindLast(history.journal.read(), DELIVERED);
  }
  const text = history.journal.read();
  while (history.at < text.length && tellLine(history, node, text)) {
    history.at = endOfLine(text, history.at);
    history.value = 0;
  }
  return history.at >= text.length;
}

/** Finds when the clock stood at 0 that the line at `history.at` was written by. */
function findZero(history: History, text: string): void {
  const clockBegan = nextLine(text, CLOCK_BEGAN, history.at);
  const time = nextLine(text, TIME, history.at);
  if (time < clockBegan) {
    history.zero = textOfLine(text, time);
    history.zeroEnd = time;
  } else {
    history.zero = clockBegan < text.length ? "" : timeText(history.wakeTime, 0);
    history.zeroEnd = clockBegan;
  }
}

/** @returns false where there is no room for all of it now */
function tellLine(history: History, node: Node, text: string): boolean {
  const kind = text.charAt(history.at + 1);
  const line = textOfLine(text, history.at);
  if (kind === LOST && line.length > 0) {
    node.diagnostics.dropped += parseInt(line) - 1;
    countDropped(node);
  } else if (kind === READINGS) {
    const values = line.split(" ");
    if (history.at >= history.zeroEnd) {
      findZero(history, text);
    }
    // The first is the clock.
    while (history.value + 1 < values.length) {
      const value = values[history.value + 1];
      if (value !== MISSING) {
        const shown = value >= "A" ? '"' + value + '"' : value;
        const time = history.zero.length === 0 ? "" : ',"time":' + timeBehind(history.zero, parseInt(values[0]));
        if (!tell(history, node, '{"value":' + shown + time + "}")) {
          return false;
        }
      }
      history.value++;
    }
  }
  return true;
}

function tell(history: History, node: Node, payload: string): boolean {
  const topic = history.options.topics[history.value];
  const outbox = node.client.outbox;
  if (outbox === undefined) {
    return publishOnce(node.client, topic, false, payload) < PublishStatus.NotConnected;
  }
  // What waits there already must not give way.
  return (
    outbox.packets.length < outbox.options.slots &&
    outbox.bytes + topic.length + payload.length + 8 <= outbox.options.capacityBytes &&
    outbox.add(outbox, history.options.firstBytes[history.value], topic, payload) < PublishStatus.NotConnected
  );
}

/** All that was published has arrived. */
export function endHistory(history: History): void {
  if (history.wakeTime.clockSeconds < 0) {
    // Where it finds no room, it may be taken for a wake without a session (rest.ts).
    history.journal.append(lineOf(MET, MET));
  } else if (history.at > behindLast(history.journal.read(), DELIVERED)) {
    keepLines(history.journal, lineOf(DELIVERED, DELIVERED), 0);
  }
}

/** What a report says of the time; "" while nobody told it. */
export function timeField(history: History, sleep: Sleep): string {
  return history.wakeTime.clockSeconds < 0 ? "" : ',"time":' + timeText(history.wakeTime, sleep.clockSeconds());
}
