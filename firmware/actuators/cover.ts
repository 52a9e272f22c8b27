import type { Actuator } from "./actuator";
import { addAlarm, cancelAlarm, setAlarm, type Alarms } from "./alarms";
import { switchRelay, type Relay } from "./relay";
import { wholeNumber } from "./whole-number";

export interface CoverOptions {
  /** From closed to open, and back. */
  openMs: number;
  closeMs: number;
  /** How much longer a way to an end takes than reckoned, so that it gets there. */
  overrunMs: number;
  /** What was kept of its position. */
  stored: string;
  /** Called before it leaves a known position, so that nobody trusts that one after a loss of power. */
  beforeMoving: () => void;
}

export interface Cover extends Actuator {
  /** 0 (closed) … 100 (open), reckoned by the time it moved; "" while nobody knows. */
  position(): string;
}

const OPEN = 100;
const CLOSED = 0;
/** How near a position is near enough. */
const NEAR = 1;

/**
 * A shutter, blind or awning with a motor and end stops of its own, driven by two relays of an interlock. Commands: OPEN, CLOSE,
 * STOP, 0 … 100. Where nobody knows its position, a way to one begins with the way to the nearer end.
 */
export function cover(alarms: Alarms, opener: Relay, closer: Relay, options: CoverOptions): Cover {
  const clock = alarms.clock;
  /** Where it is, or was when it started; NaN when nobody knows. */
  let position = wholeNumber(options.stored, CLOSED, OPEN);
  /** 1 opening, -1 closing, 0 neither; its relay may still wait for the other one's rest. */
  let direction = 0;
  /** Where this way ends, and where it is to be in the end. */
  let end = 0;
  let goal = 0;
  /** Whether its relay is on, since `startedMs`. */
  let isTimed = false;
  let startedMs = 0;
  let changed = (): void => {};

  const travelMs = (): number => (direction > 0 ? options.openMs : options.closeMs);
  const estimate = (): number => {
    if (!isTimed) {
      return position;
    }
    const way = ((clock.nowMs() - startedMs) / travelMs()) * OPEN;
    return direction > 0 ? Math.min(position + way, OPEN) : Math.max(position - way, CLOSED);
  };
  const halt = (at: number): void => {
    // Should the rest be cut off, nobody knows where it is, and its alarm still stands.
    isTimed = false;
    position = NaN;
    switchRelay(opener, false);
    switchRelay(closer, false);
    cancelAlarm(alarm);
    position = at;
    direction = 0;
  };
  const startTiming = (from: number): void => {
    const nowMs = clock.nowMs();
    position = from;
    startedMs = nowMs;
    isTimed = true;
    const way = isNaN(from) ? OPEN : Math.abs(end - from);
    const overrunMs = end === OPEN || end === CLOSED ? options.overrunMs : 0;
    setAlarm(alarm, (way / OPEN) * travelMs() + overrunMs + 1);
  };
  const go = (wanted: number): void => {
    const from = estimate();
    goal = wanted;
    const isKnown = !isNaN(from);
    const legEnd = isKnown ? wanted : wanted * 2 < OPEN ? CLOSED : OPEN;
    const isEnd = legEnd === OPEN || legEnd === CLOSED;
    if (isKnown && !isEnd && Math.abs(legEnd - from) < NEAR) {
      halt(from);
      return;
    }
    const way = legEnd === OPEN || (legEnd !== CLOSED && legEnd > from) ? 1 : -1;
    if (way !== direction) {
      halt(from);
      direction = way;
      end = legEnd;
      try {
        options.beforeMoving();
        const relay = way > 0 ? opener : closer;
        switchRelay(relay, true);
        if (relay.isOn) {
          startTiming(from);
        }
      } catch (error) {
        halt(NaN);
        throw error;
      }
    } else {
      end = legEnd;
      if (isTimed) {
        startTiming(from);
      }
    }
  };
  const alarm = addAlarm(alarms, () => {
    const at = isTimed && isNaN(position) ? end : estimate();
    const isGoal = !isTimed || end === goal;
    halt(isTimed ? at : NaN);
    if (!isGoal) {
      go(goal);
    }
    changed();
  });
  const relayChanged = (): void => {
    const isOn = direction > 0 ? opener.isOn : closer.isOn;
    if (direction !== 0 && isOn !== isTimed) {
      if (isOn) {
        startTiming(position);
      } else {
        // It went off by its own limit: something was lost on the way.
        halt(NaN);
        changed();
      }
    }
  };
  opener.changed = relayChanged;
  closer.changed = relayChanged;
  return {
    command: (payload) => {
      if (payload === "STOP") {
        halt(estimate());
        return true;
      }
      const wanted = payload === "OPEN" ? OPEN : payload === "CLOSE" ? CLOSED : wholeNumber(payload, CLOSED, OPEN);
      if (isNaN(wanted)) {
        return false;
      }
      go(wanted);
      return true;
    },
    state: () =>
      direction > 0
        ? "opening"
        : direction < 0
          ? "closing"
          : position === OPEN
            ? "open"
            : position === CLOSED
              ? "closed"
              : isNaN(position)
                ? // As sensors say it that have no reading.
                  "None"
                : "stopped",
    watch: (told) => {
      changed = told;
    },
    kept: () => (direction !== 0 || isNaN(position) ? "?" : Math.round(position).toFixed(0)),
    position: () => {
      const at = estimate();
      return isNaN(at) ? "" : Math.round(at).toFixed(0);
    },
  };
}
