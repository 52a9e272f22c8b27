import { addAlarm, setAlarm, type Alarm, type Alarms } from "./alarms";
import { settle, type Relay } from "./relay";

/** Relays of which no two are ever on together: the two directions of a motor, heating and cooling. */
export interface Interlock {
  first: Relay | undefined;
  /** How long all of them stay off after one went off. */
  waitMs: number;
  /** Whether they still have to; also for a moment at boot, so that each has been driven off before one goes on. */
  isResting: boolean;
  rest: Alarm;
  /** Whether one of them may go on. */
  isFree: () => boolean;
}

export function createInterlock(alarms: Alarms, waitMs: number): Interlock {
  const interlock: Interlock = {
    first: undefined,
    waitMs,
    isResting: true,
    rest: addAlarm(alarms, () => {
      interlock.isResting = false;
      let relay = interlock.first;
      while (relay !== undefined) {
        if (settle(relay)) {
          relay.changed();
        }
        relay = relay.next;
      }
    }),
    isFree: () => {
      let relay = interlock.first;
      while (relay !== undefined && !relay.isOn) {
        relay = relay.next;
      }
      return relay === undefined && !interlock.isResting;
    },
  };
  setAlarm(interlock.rest, Math.max(waitMs, 1));
  return interlock;
}
