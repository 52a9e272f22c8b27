import type { Wifi } from "../engine";

/** The reason of a disconnection that the station asked for: ASSOC_LEAVE, which has the same number on both chips. */
const LEFT = 8;

/**
 * A station that knows from its events alone whether it is up. They are asked for once, when it is made: the engine has room for
 * one listener to each.
 * @param join Ends the connection or attempt that there is, and begins a new one.
 * @param listen Has both events told.
 */
export function createWifi(
  join: (ssid: string, password: string) => void,
  listen: (gotAddress: (info?: { ip: string }) => void, disconnected: (info: { reason: number }) => void) => void,
  signalStrength: () => number,
): Wifi {
  let isUp = false;
  /** Whether it may still be told that the station left, as it was asked to. */
  let isLeaving = false;
  const listeners: ((event?: { reason?: number; ip?: string }) => void)[] = [];
  const change = (up: boolean, event?: { reason?: number; ip?: string }): void => {
    isLeaving = false;
    isUp = up;
    for (const changed of listeners) {
      changed(event);
    }
  };
  listen(
    (info) => change(true, info),
    (info) => {
      // That comes when the next attempt has begun already.
      if (isLeaving && info.reason === LEFT) {
        isLeaving = false;
      } else {
        change(false, info);
      }
    },
  );
  return {
    connect: (ssid, password) => {
      isUp = false;
      isLeaving = true;
      join(ssid, password);
    },
    isConnected: () => isUp,
    signalStrength,
    onChange: (changed) => {
      listeners.push(changed);
    },
  };
}
