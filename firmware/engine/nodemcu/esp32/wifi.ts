import type { Wifi } from "../../engine";

/** The reason of a disconnection that the station asked for: WIFI_REASON_ASSOC_LEAVE of ESP-IDF. */
const LEFT = 8;

let isUp = false;
let isStarted = false;
/** Whether it may still be told that the station left, as it was asked to. */
let isLeaving = false;
/** The engine has room for one listener to an event. */
const listeners: (() => void)[] = [];

function tell(): void {
  for (const changed of listeners) {
    changed();
  }
}

function listen(): void {
  wifi.sta.on("got_ip", () => {
    isUp = true;
    isLeaving = false;
    tell();
  });
  wifi.sta.on("disconnected", (_event, { reason }) => {
    // That comes when the next attempt has begun already.
    const isOld = isLeaving && reason === LEFT;
    isLeaving = false;
    if (!isOld) {
      isUp = false;
      tell();
    }
  });
}

/** Ends an attempt or a connection; where there is none, some releases throw. */
function leave(): void {
  isUp = false;
  isLeaving = true;
  try {
    wifi.sta.disconnect();
  } catch {
    isLeaving = false;
  }
}

const station: Wifi = {
  connect: (ssid, password) => {
    if (!isStarted) {
      wifi.mode(wifi.STATION);
      wifi.start();
      isStarted = true;
    }
    leave();
    // Kept nowhere, and tried by nobody else: `auto` would have the engine connect by itself.
    wifi.sta.config(password.length > 0 ? { ssid, pwd: password, auto: false } : { ssid, auto: false });
    wifi.sta.connect();
  },
  isConnected: () => isUp,
  // The engine tells it only of networks that it scans for.
  signalStrength: () => NaN,
  onChange: (changed) => {
    if (listeners.length === 0) {
      listen();
    }
    listeners.push(changed);
  },
};

export { station as wifi };
