import type { Clock, Tcp, Wifi } from "../../engine/engine";
import { sleepOn, type Sleeper } from "./sleeper";

/**
 * What a node that sleeps has of its engine. Once it has left, nothing of that reaches it any more: or it would take the end of its
 * connection for a loss, say so, and connect anew while the chip goes to sleep.
 */

export function clockWhileAwake(clock: Clock, sleeper: Sleeper): Clock {
  return {
    nowMs: clock.nowMs,
    every: (periodMs, run) =>
      clock.every(periodMs, () => {
        if (!sleeper.hasLeft) {
          run();
        }
      }),
  };
}

/** Lets it connect only at the wakes that are for that. */
export function wifiWhileAwake(wifi: Wifi, sleeper: Sleeper): Wifi {
  return {
    connect: (ssid, password) => {
      if (!sleeper.isOffline) {
        wifi.connect(ssid, password);
      }
    },
    isConnected: wifi.isConnected,
    signalStrength: wifi.signalStrength,
    onChange: (changed) =>
      wifi.onChange((event) => {
        if (!sleeper.hasLeft) {
          changed(event);
        }
      }),
  };
}

export function tcpWhileAwake(tcp: Tcp, sleeper: Sleeper): Tcp {
  return {
    connect: (host, port, events) =>
      tcp.connect(host, port, {
        connected: events.connected,
        received: events.received,
        drained: events.drained,
        closed: (reason) => {
          if (sleeper.hasLeft) {
            // All that it said has arrived: nothing is left to wait for.
            sleepOn(sleeper);
          } else {
            events.closed(reason);
          }
        },
      }),
    close: tcp.close,
  };
}
