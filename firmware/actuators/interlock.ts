import { addAlarm, setAlarm, type Alarms } from "./alarms";
import { settle, type Interlock } from "./relay";

/** To be made before its relays are. */
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
