import type { Timer } from "../../engine/engine";
import { ClientState } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import { Fault, type Part } from "../../sensors/part";
import { backoffMs } from "../backoff";
import { note, report } from "../diagnostics";
import type { Node } from "../node";
import { oweTo } from "./owed";
import type { Channel } from "./telemetry";

/**
 * Parts on buses:
 *
 *   period, retry ──► configure (after a fault) ──► begin ── measuringMs ──► read ──► channels
 *                              └──────────────────────┴────────────────────────┴────► fault: no reading, back-off
 *
 * Between the steps nobody waits, so that one part does not delay another one, on the same bus or elsewhere.
 */

const TELL_MS = 1_000;
/** Longer than that a transfer takes only where the bus is stuck: every one then blocks the whole engine. */
const LONGEST_TRANSFER_MS = 500;
const FIRST_RETRY_MS = 1_000;
/** How long a stuck bus is left alone. */
const REST_MS = 30_000;
/** How late the end of a measurement may come; later, an interruption took it away. */
const LATE_MS = 10_000;

/** A bus with all the parts on it. */
export interface PartBus {
  isResting: boolean;
  sinceMs: number;
}

/** All parts of a node. */
export interface Parts {
  node: Node;
  timer: Timer;
  started: StartedPart[];
}

/** Where a value of a part goes. */
export interface PartOutput {
  /** Its place among the part's values. */
  value: number;
  channel: Channel;
}

interface StartedPart {
  parts: Parts;
  bus: PartBus;
  id: string;
  part: Part;
  outputs: PartOutput[];
  isConfigured: boolean;
  isMeasuring: boolean;
  /** When the measurement began, or the last fault was found. */
  sinceMs: number;
  /** Faults in a row. */
  failures: number;
  fault: Fault;
  /** The fault that diagnostics still have to tell; None where there is none. */
  untold: Fault;
  /** The fault that they told last; None once they told that it is over. */
  told: Fault;
  finish: () => void;
  retry: () => void;
}

/** In the order of `Fault`. */
const EVENTS = ["reading again", "no answer", "wrong identity", "bad checksum", "not ready"];

/** To be called once, on a node that was just started. */
export function createParts(node: Node, timer: Timer): Parts {
  const parts: Parts = { node, timer, started: [] };
  node.engine.clock.every(TELL_MS, () => tell(parts));
  return parts;
}

export function createPartBus(): PartBus {
  return { isResting: false, sinceMs: 0 };
}

/** Reads a part on its period; what fails is tried again after 1 to 60 s. Nothing is made per reading. */
export function startPart(
  parts: Parts,
  bus: PartBus,
  id: string,
  periodMs: number,
  part: Part,
  outputs: PartOutput[],
): void {
  const started: StartedPart = {
    parts,
    bus,
    id,
    part,
    outputs,
    isConfigured: false,
    isMeasuring: false,
    sinceMs: 0,
    failures: 0,
    fault: Fault.None,
    untold: Fault.None,
    told: Fault.None,
    finish: () => finish(started),
    retry: () => {
      if (!isWaiting(started)) {
        sample(started);
      }
    },
  };
  parts.started.push(started);
  const run = (): void => sample(started);
  parts.node.samplers.push(run);
  for (const output of outputs) {
    oweTo(parts.node, output.channel, run);
  }
  parts.node.engine.clock.every(periodMs, run);
}

/** Whether the time after a fault is not over. */
function isWaiting(started: StartedPart): boolean {
  return (
    started.failures > 0 &&
    elapsedMs(started.parts.node.engine.clock.nowMs(), started.sinceMs) < backoffMs(FIRST_RETRY_MS, started.failures)
  );
}

function sample(started: StartedPart): void {
  const parts = started.parts;
  if (started.isMeasuring) {
    if (elapsedMs(parts.node.engine.clock.nowMs(), started.sinceMs) < started.part.measuringMs + LATE_MS) {
      return;
    }
    started.isMeasuring = false;
  }
  if (isWaiting(started)) {
    giveNone(started);
    return;
  }
  let fault = started.isConfigured ? Fault.None : transfer(started, started.part.configure);
  if (fault === Fault.None) {
    started.isConfigured = true;
    fault = transfer(started, started.part.begin);
  }
  if (fault === Fault.None) {
    started.isMeasuring = true;
    started.sinceMs = parts.node.engine.clock.nowMs();
    parts.timer.after(started.part.measuringMs, started.finish);
  } else {
    fail(started, fault);
  }
}

function finish(started: StartedPart): void {
  if (!started.isMeasuring) {
    return;
  }
  started.isMeasuring = false;
  const fault = transfer(started, started.part.read);
  if (fault !== Fault.None) {
    fail(started, fault);
    return;
  }
  started.failures = 0;
  started.fault = Fault.None;
  for (const output of started.outputs) {
    output.channel.take(output.channel, started.part.values[output.value]);
  }
}

/** Speaks to a part, unless its bus rests. An exception in its driver is no answer. */
function transfer(started: StartedPart, speak: () => Fault): Fault {
  const node = started.parts.node;
  const bus = started.bus;
  const startMs = node.engine.clock.nowMs();
  if (bus.isResting && elapsedMs(startMs, bus.sinceMs) < REST_MS) {
    return Fault.NoAnswer;
  }
  bus.isResting = false;
  let fault = Fault.NoAnswer;
  try {
    fault = speak();
  } catch (error) {
    node.diagnostics.errors++;
    node.engine.chip.log("sensor " + started.id + ": " + error);
  }
  const endMs = node.engine.clock.nowMs();
  if (elapsedMs(endMs, startMs) > LONGEST_TRANSFER_MS) {
    bus.isResting = true;
    bus.sinceMs = endMs;
  }
  return fault;
}

function fail(started: StartedPart, fault: Fault): void {
  started.isConfigured = false;
  started.sinceMs = started.parts.node.engine.clock.nowMs();
  started.failures++;
  if (fault !== started.fault) {
    started.fault = fault;
    started.untold = fault;
  }
  started.parts.timer.after(backoffMs(FIRST_RETRY_MS, started.failures), started.retry);
  giveNone(started);
}

function giveNone(started: StartedPart): void {
  started.parts.node.diagnostics.missing++;
  for (const output of started.outputs) {
    output.channel.take(output.channel, NaN);
  }
}

/** Reports one part whose state changed; the next one a second later, so that no report takes the place of another. */
function tell(parts: Parts): void {
  const node = parts.node;
  if (node.diagnostics.isDue || node.client.state !== ClientState.Ready) {
    return;
  }
  for (const started of parts.started) {
    const fault = started.untold;
    if (fault !== Fault.None || (started.told !== Fault.None && started.fault === Fault.None)) {
      note(node.diagnostics, EVENTS[fault], started.id);
      report(node.diagnostics, node.client, node.engine.chip);
      if (!node.diagnostics.isDue) {
        started.told = fault;
        started.untold = Fault.None;
      }
      return;
    }
  }
}
