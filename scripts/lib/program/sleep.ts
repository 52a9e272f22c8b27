import type { History } from "../../../firmware/app/sleep/history";
import type { Losses } from "../../../firmware/app/sleep/losses";
import type { Sleeper } from "../../../firmware/app/sleep/sleeper";
import type { Engine } from "../../../firmware/engine/engine";
import type { BoardBase } from "../board/config/node";
import { keepsHistory, longestRest } from "../board/sleeper";
import { topicField } from "../bytes";
import { pinNumber } from "../platforms/pin-number";
import type { Channel } from "../sensors/channel";
import { channelsOf } from "../sensors/channels";
import { firmware, joined, lambda, later, member, value, variable, verbatim, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import { sleepingBoots } from "./safe-mode";
import { ms } from "./units";
import { isOnTrial, isUpdating } from "./updates";

/** Made by the program, part by part. */
type EngineParts = { [Part in keyof Engine]: Code<Engine[Part]> };

const driver = firmware<typeof import("../../../firmware/app/sleep/sleeper")>("app/sleep/sleeper");
const awake = firmware<typeof import("../../../firmware/app/sleep/while-awake")>("app/sleep/while-awake");
const kept = firmware<typeof import("../../../firmware/app/sleep/history")>("app/sleep/history");
const lost = firmware<typeof import("../../../firmware/app/sleep/losses")>("app/sleep/losses");
const { restRadio } = firmware<typeof import("../../../firmware/app/sleep/rest")>("app/sleep/rest");
const { isTold } = firmware<typeof import("../../../firmware/app/sleep/told-asleep")>("app/sleep/told-asleep");
const { sleep } = engine("sleep");
const { clock } = engine("clock");

const sleeper = variable<Sleeper>("sleeper");
const history = variable<History>("history");
const losses = variable<Losses>("losses");

/** What is woken by a change alone tries again so much later where it could not tell of it. */
const RETRY_SECONDS = 900;
/** Chips sleep less than this at once: Espruino counts microseconds in 31 bits. */
const LONGEST_SECONDS = 2_100;

/** Comes before all that may fail: a node on a battery sleeps then as well. */
export function sleeperFirst({ board, first }: Program): void {
  if (board.sleep === undefined) return;
  const { everySeconds = RETRY_SECONDS, connectEvery, listenSeconds, awakeSeconds } = board.sleep;
  const options = { everySeconds, connectEvery, listenMs: ms(listenSeconds), awakeMs: ms(awakeSeconds) };
  first.define<Sleeper>(
    "sleeper",
    driver.createSleeper(clock, sleep, options, fallAsleep(board), sleepingBoots(board).wentDown),
  );
  if (everySeconds > LONGEST_SECONDS) first.run(driver.sleepOutPieces(sleeper));
}

/** Comes when the boot is counted, and its history knows of it. */
export function sleepAfterCrash({ board, before }: Program): void {
  if (board.sleep === undefined) return;
  const reason = engine("reset-reason").resetReason();
  // A program on trial has few boots to prove itself in: none of them is slept through.
  const told = board.updates === true ? verbatim<string>`${isOnTrial()} ? "" : ${reason}` : reason;
  before.run(driver.sleepAfterCrash(sleeper, told));
}

function fallAsleep(board: BoardBase): Code<Sleeper["fallAsleep"]> {
  const { wakeBy, everySeconds } = board.sleep ?? {};
  if (wakeBy === undefined) return lambda(["seconds"], (seconds: Code<number>) => member(sleep, "forSeconds")(seconds));
  const sensor = board.sensors.find(({ id }) => id === wakeBy) as unknown as { pin: string };
  const inputs = engine("pins").digitalInputs;
  const pin = pinNumber(sensor.pin);
  if (everySeconds === undefined) {
    return lambda(["seconds", "asleep"], (seconds: Code<number>, asleep: Code<Sleeper>) =>
      driver.sleepUntilChange(asleep, inputs, pin, seconds),
    );
  }
  return lambda(["seconds"], (seconds: Code<number>) =>
    member(sleep, "untilPin")(pin, verbatim<boolean>`!${member(inputs, "read")(pin)}`, seconds),
  );
}

/** The engine's parts as they are used by a node that sleeps; of others, as they are. */
export function whileAwake(board: BoardBase, parts: EngineParts): EngineParts {
  if (board.sleep === undefined) return parts;
  return {
    ...parts,
    clock: awake.clockWhileAwake(parts.clock, sleeper),
    wifi: awake.wifiWhileAwake(parts.wifi, sleeper),
    tcp: awake.tcpWhileAwake(parts.tcp, sleeper),
  };
}

/** Keeps readings over sleep, of a board that does. */
export function keepHistory(program: Program, channels: readonly Channel[]): void {
  const { board, before } = program;
  if (!keepsHistory(board) || board.time === undefined || board.sleep === undefined) return;
  program.keptIds = channels.map(({ id }) => id);
  const options = {
    topics: channels.map(({ stateTopic }) => topicField(`${stateTopic}/history`)),
    firstBytes: channels.map(({ qos }) => 0x30 | (Math.max(qos, 1) << 1)),
    server: board.time.server,
  };
  const { journal } = engine("journal");
  before.define<History>("history", kept.createHistory(journal, sleep, options));
  const { everySeconds = RETRY_SECONDS, connectEvery } = board.sleep;
  const most = longestRest(board, everySeconds * connectEvery);
  if (most > 1) before.run(restRadio(sleeper, journal, most));
}

/** Counts what is lost at wakes without a session, of a board that keeps no readings. */
export function countLosses({ board, before }: Program): void {
  if (countsLosses(board)) before.define<Losses>("losses", lost.createLosses(engine("storage").storage));
}

/** What a contact alone wakes tries again until it has told how it stands. */
function countsLosses(board: BoardBase): boolean {
  return board.sleep?.everySeconds !== undefined && board.sensors.length > 0 && !keepsHistory(board);
}

/** The values of a board that are kept, in the order in which they are. */
export function keptChannels(board: BoardBase): Channel[] {
  return channelsOf(board).filter(({ kind }) => kind !== "event");
}

/** Has the started node sleep, where the board does. Comes last. */
export function keepAsleep(program: Program): void {
  const { board, after, node } = program;
  if (board.sleep === undefined) return;
  const fields = member(member(member(node, "diagnostics"), "fields"), "push");
  after.run(fields(later(joined(',"wake":"', driver.wakeReason(sleep), '"'))));
  if (keepsHistory(board)) after.run(fields(later(kept.timeField(history, sleep))));
  after.run(
    driver.keepAsleep(sleeper, node, {
      isBusy: later(board.updates === true ? isUpdating() : value<boolean>(false)),
      ...keeping(program),
    }),
  );
  if (board.updates === true) after.run(driver.stayForUpdate(sleeper, node, topicField(board.topics.update)));
  // Without a session all of it goes to the journal.
  if (keepsHistory(board)) after.run(driver.measure(node));
}

/**
 * Whether Home Assistant need not be told at this wake, since the broker keeps what it was told; undefined where the board does not sleep.
 * @param hash Of what it is told.
 */
export function isToldAtWake({ sleep: asleep }: BoardBase, hash: string): Code<boolean> | undefined {
  if (asleep === undefined) return undefined;
  const { everySeconds = RETRY_SECONDS, connectEvery } = asleep;
  return isTold(engine("storage").storage, hash, sleep, everySeconds * connectEvery);
}

function keeping({ board, node }: Program): {
  isKept: Code<(isLate: boolean) => boolean>;
  isTold: Code<(waitedMs: number) => boolean>;
  arrived: Code<() => void>;
  leaving: Code<() => void>;
} {
  const { leaving } = sleepingBoots(board);
  const isKept = later(value<boolean>(true));
  if (countsLosses(board)) {
    return {
      isKept,
      isTold: later(lost.tellLosses(losses, node)),
      arrived: later(lost.forgetLosses(losses)),
      leaving: verbatim`() => { ${lost.keepLosses(losses, sleeper)}; (${leaving})(); }`,
    };
  }
  if (!keepsHistory(board)) {
    return { isKept, isTold: later(value<boolean>(true)), arrived: verbatim`() => {}`, leaving };
  }
  return {
    leaving,
    isKept: lambda(["isLate"], (isLate: Code<boolean>) => kept.keepWake(history, sleep, isLate)),
    isTold: lambda(["waitedMs"], (waitedMs: Code<number>) =>
      kept.tellHistory(history, node, sleep, engine("datagrams").datagrams, waitedMs),
    ),
    arrived: later(kept.endHistory(history)),
  };
}
