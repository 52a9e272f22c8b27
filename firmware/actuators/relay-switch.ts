import type { Actuator } from "./actuator";
import { switchRelay, type Relay } from "./relay";

/** A switch with limits. Commands: ON, OFF, TOGGLE. Its state is what it is, not what it waits to be. */
export function relaySwitch(relay: Relay): Actuator {
  return {
    command: (payload) => {
      if (payload === "ON") {
        switchRelay(relay, true);
      } else if (payload === "OFF") {
        switchRelay(relay, false);
      } else if (payload === "TOGGLE") {
        switchRelay(relay, !relay.isWanted);
      } else {
        return false;
      }
      return true;
    },
    state: () => (relay.isOn ? "ON" : "OFF"),
    watch: (changed) => {
      relay.changed = changed;
    },
  };
}
