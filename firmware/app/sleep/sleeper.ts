import type { Clock, DigitalInputs, Pin, Sleep } from "../../engine/engine";
import { ClientState, PublishStatus } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import { DISCONNECT, PINGREQ } from "../../mqtt/packet";
import { ask } from "../../mqtt/request";
import { transmit } from "../../mqtt/transmission";
import { attempt } from "../attempt";
import { report } from "../diagnostics";
import type { Node } from "../node";
import type { Channel } from "../readings/telemetry";

/**
 * A node that sleeps: each wake is a boot, in which it does what it has to do, once, and sleeps again.
 *
 *   Connecting ──session──► Telling ──► History ──all has arrived──► Listening ──`listenMs`──► Leaving ──DISCONNECT──► Left ──► asleep
 *       │ `awakeMs`            │ too long  │ too long                                             │                       ▲
 *       └──────────────────────┴───────────┴──────────────────────────────────────────────────────┴───────────────────────┘
 *
 * - What was published is known to have arrived when the broker answers a PINGREQ behind it: it takes in what comes in order, at QoS 0
 *   as well. The answer that ends a session is the server's closing of the connection. [MQTT-3.14.4-2]
 * - Each stage has its longest time, and so has the wake: whatever goes wrong, the battery is not drained awake.
 * - It says `asleep` on its status topic, and leaves in good order: then nobody publishes its will.
 */
const enum Stage {
  Connecting,
  Telling,
  History,
  Listening,
  Leaving,
  Left,
}

const STEP_MS = 100;
/** How long a sensor may take that has not told whether it has a reading. */
const SENSORS_MS = 10_000;
/** For the server to close the connection. */
const CLOSING_MS = 2_000;
/** Who brings a program may take as long for its next part. */
const UPDATE_MS = 20_000;
/** A wake in which more and more comes is over then. */
const LONGEST_MS = 300_000;
/** Earlier than the moment that it sleeps until by less than this part of the period is in time: clocks asleep are coarse. */
const EARLY_PART = 20;
const MOST_EARLY_SECONDS = 30;
/** Later than this it is another moment that it waits for. */
const LATE_SECONDS = 60;
/** PINGRESP, as `client.awaited` has it. */
const ANSWER = 0xd0;

export interface SleepOptions {
  /** From one wake to the next. */
  everySeconds: number;
  /** Connects at each so many-th wake, on the clock: 1 … */
  connectEvery: number;
  /** How long it hears commands and offers once its own are delivered. */
  listenMs: number;
  /** The longest time that it waits for a network, for a broker and its acknowledgements. */
  awakeMs: number;
}

/** What there is of it before the node is made. */
export interface Sleeper {
  clock: Clock;
  sleep: Sleep;
  options: SleepOptions;
  /** Whether it measures at this wake, and does not connect. */
  isOffline: boolean;
  /** Whether it is done with this wake, but for the server's closing of the connection. */
  hasLeft: boolean;
  /** Whether all that there was to say at this wake has arrived. */
  hasTold: boolean;
  /** How many sensors have not told of a reading, or that there is none, in a session. */
  untold: number;
  /** When the stage began, and how long it may last. */
  sinceMs: number;
  waitMs: number;
  /** Whether a command has made it listen longer already. */
  isProlonged: boolean;
  /** Sleeps for so many seconds, or until what else wakes it. */
  fallAsleep: (seconds: number, sleeper: Sleeper) => void;
}

/** What the board keeps over its sleep, and does not break off by it. */
export interface Doings {
  /** Whether something is under way that a sleep would break off, such as the trial of an update: then it stays awake. */
  isBusy: () => boolean;
  /** Whether this wake's readings are kept, as far as they are. @param isLate Whether what is not there is not waited for */
  isKept: (isLate: boolean) => boolean;
  /** Whether what was kept is published. @param waitedMs For how long it was asked */
  isTold: (waitedMs: number) => boolean;
  /** All of that has arrived. */
  arrived: () => void;
  /** The node goes to sleep, and all went well as far as that was up to its program. */
  leaving: () => void;
}

/**
 * To be called first of all: should the program end before it is up, by whatever exception, the chip sleeps all the same.
 * @param wentDown Is told so before
 */
export function createSleeper(
  clock: Clock,
  sleep: Sleep,
  options: SleepOptions,
  fallAsleep: (seconds: number, sleeper: Sleeper) => void,
  wentDown: () => void,
): Sleeper {
  const sleeper: Sleeper = {
    clock,
    sleep,
    options,
    isOffline:
      sleep.wokenBy() === "time" &&
      Math.round(sleep.clockSeconds() / options.everySeconds) % options.connectEvery !== 0,
    hasLeft: false,
    hasTold: false,
    untold: 0,
    sinceMs: clock.nowMs(),
    waitMs: options.awakeMs,
    isProlonged: false,
    fallAsleep,
  };
  sleep.limitBoot(options.awakeMs, () => {
    wentDown();
    sleepOn(sleeper);
  });
  return sleeper;
}

/** Of a node that sleeps longer than its chip can at once: sleeps on where it is not yet time. To be called at boot. */
export function sleepOutPieces(sleeper: Sleeper): void {
  const position = sleeper.sleep.clockSeconds() % sleeper.options.everySeconds;
  if (
    sleeper.sleep.wokenBy() === "time" &&
    position >= LATE_SECONDS &&
    sleepSeconds(sleeper) + position === sleeper.options.everySeconds
  ) {
    sleepOn(sleeper);
  }
}

/**
 * Sleeps where the boot follows a crash: whatever led to that would do so again at once, and drain the battery. To be called when the
 * boot is counted.
 * @param reason Why the chip was reset last; a crash that looks like a restart that was asked for is none here
 */
export function sleepAfterCrash(sleeper: Sleeper, reason: string): void {
  if (reason === "watchdog" || reason === "exception" || reason === "brownout") {
    sleepOn(sleeper);
  }
}

/** Sleeps until a contact changes; where not all was told, for the time alone, to try again. */
export function sleepUntilChange(
  sleeper: Sleeper,
  inputs: Pick<DigitalInputs, "read">,
  pin: Pin,
  seconds: number,
): void {
  if (sleeper.hasTold) {
    sleeper.sleep.untilPin(pin, !inputs.read(pin), 0);
  } else {
    sleeper.sleep.forSeconds(seconds);
  }
}

/** Has all that the board has measured at once. */
export function measure(node: Node): void {
  for (const sample of node.samplers) {
    sample();
  }
}

/** Why the node is awake, for its report: "power" where it was reset as well. */
export function wakeReason(sleep: Sleep): string {
  const by = sleep.wokenBy();
  return by.length > 0 ? by : "power";
}

/** Has it wait for a channel to tell a reading, or that it has none. */
export function awaitReading(sleeper: Sleeper, channel: Channel): void {
  sleeper.untold++;
  let isTold = false;
  const take = channel.take;
  channel.take = (taken, value) => {
    take(taken, value);
    if (!isTold && channel.node.client.state === ClientState.Ready) {
      isTold = true;
      sleeper.untold--;
    }
  };
}

/** Has the started node sleep when it has done what it has to do. Comes last of all. */
export function keepAsleep(sleeper: Sleeper, node: Node, doings: Doings): void {
  const options = sleeper.options;
  const client = node.client;
  const bootMs = sleeper.sinceMs;
  let stage = Stage.Connecting;
  /** Sessions before this wake's. */
  let connects = 0;
  let isAsked = false;

  const enter = (next: Stage, waitMs: number): void => {
    stage = next;
    sleeper.sinceMs = sleeper.clock.nowMs();
    sleeper.waitMs = waitMs;
    isAsked = false;
  };
  /** Whether all that was published has arrived. */
  const hasArrived = (): boolean => {
    if (isAsked) {
      return client.awaited === 0;
    }
    isAsked = isDelivered(node) && ask(client, PINGREQ, ANSWER);
    return false;
  };
  /** Ends the session, where there is one, and sleeps at once where there is none. */
  const leave = (): void => {
    node.engine.chip.log("sleeping");
    doings.leaving();
    sleeper.hasLeft = true;
    enter(Stage.Left, CLOSING_MS);
    if (client.state > ClientState.Connecting) {
      transmit(client, DISCONNECT);
    } else {
      sleepOn(sleeper);
    }
  };
  const step = (): void => {
    const nowMs = sleeper.clock.nowMs();
    const waitedMs = elapsedMs(nowMs, sleeper.sinceMs);
    const awakeMs = elapsedMs(nowMs, bootMs);
    const isOver = waitedMs >= sleeper.waitMs;
    const isKept = doings.isKept(awakeMs >= SENSORS_MS);
    if (stage === Stage.Left) {
      if (isOver) {
        sleepOn(sleeper);
      }
    } else if (doings.isBusy()) {
      // For what comes once it is not.
      sleeper.waitMs = waitedMs + options.listenMs;
    } else if (awakeMs >= LONGEST_MS || (sleeper.isOffline && isKept)) {
      leave();
    } else if (stage === Stage.Connecting) {
      if (client.state === ClientState.Ready && node.diagnostics.connects > connects) {
        connects = node.diagnostics.connects;
        // It does not stay long enough for a late will to matter.
        node.watchedSession = connects;
        enter(Stage.Telling, options.awakeMs);
      } else if (isOver) {
        leave();
      }
    } else if (client.state !== ClientState.Ready) {
      // What is left of the time it has in all.
      enter(Stage.Connecting, options.awakeMs - awakeMs);
    } else if (stage === Stage.Telling) {
      report(node.diagnostics, client, node.engine.chip);
      if (isOver) {
        leave();
      } else if (isKept && (sleeper.untold === 0 || waitedMs >= SENSORS_MS) && hasArrived()) {
        enter(Stage.History, options.awakeMs);
      }
    } else if (stage === Stage.History) {
      if (isOver) {
        leave();
      } else if (doings.isTold(waitedMs) && hasArrived()) {
        doings.arrived();
        sleeper.hasTold = true;
        enter(Stage.Listening, options.listenMs);
      }
    } else if (stage === Stage.Listening) {
      if (isOver && attempt(node.publishStatus, "asleep", node.engine.chip) < PublishStatus.NotConnected) {
        enter(Stage.Leaving, options.awakeMs);
      } else if (waitedMs >= sleeper.waitMs + options.awakeMs) {
        leave();
      }
    } else if (isOver || hasArrived()) {
      leave();
    }
  };
  for (const output of node.outputs) {
    prolong(sleeper, node, output.entry.commandTopic);
  }
  sleeper.clock.every(STEP_MS, step);
  sleeper.sleep.booted();
}

/** Has a command make it listen longer, once: another one may follow. */
function prolong(sleeper: Sleeper, node: Node, commandTopic: string): void {
  const obey = node.client.routes[commandTopic];
  node.client.routes[commandTopic] = (payload, retain) => {
    obey(payload, retain);
    if (!sleeper.isProlonged) {
      sleeper.isProlonged = true;
      sleeper.waitMs += sleeper.options.listenMs;
    }
  };
}

/** Has it stay awake while a program comes in. What the broker had kept says nothing of anybody who brings one. */
export function stayForUpdate(sleeper: Sleeper, node: Node, topic: string): void {
  const hear = node.client.routes[topic];
  node.client.routes[topic] = (payload, retain) => {
    hear(payload, retain);
    if (!retain) {
      const waitedMs = elapsedMs(sleeper.clock.nowMs(), sleeper.sinceMs);
      sleeper.waitMs = Math.max(sleeper.waitMs, waitedMs + UPDATE_MS);
    }
  };
}

/** Whether nothing is under way or owed. What the transport still has, an answer behind it tells. */
function isDelivered(node: Node): boolean {
  const client = node.client;
  let isAll =
    client.awaited === 0 &&
    client.waiting.length === 0 &&
    !client.isHeld &&
    !node.isOnlineDue &&
    !node.isShort &&
    !node.diagnostics.isDue &&
    (client.outbox === undefined || client.outbox.packets.length === 0);
  for (const output of node.outputs) {
    isAll = isAll && !output.isDue;
  }
  return isAll;
}

/** Sleeps until the next moment of its grid, which lies on the clock: so nodes that were late, or woke for another reason, keep to it. */
export function sleepOn(sleeper: Sleeper): void {
  sleeper.fallAsleep(sleepSeconds(sleeper), sleeper);
}

function sleepSeconds(sleeper: Sleeper): number {
  const everySeconds = sleeper.options.everySeconds;
  const seconds = everySeconds - (sleeper.sleep.clockSeconds() % everySeconds);
  const isNow = seconds < Math.min(everySeconds / EARLY_PART, MOST_EARLY_SECONDS);
  return isNow ? seconds + everySeconds : seconds;
}
