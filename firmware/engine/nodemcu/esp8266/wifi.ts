import type { Wifi } from "../../engine";

/** The reason of a disconnection that the station asked for: REASON_ASSOC_LEAVE of Espressif's SDK. */
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
  wifi.eventmon.register(wifi.eventmon.STA_GOT_IP, () => {
    isUp = true;
    isLeaving = false;
    tell();
  });
  wifi.eventmon.register(wifi.eventmon.STA_DISCONNECTED, ({ reason }) => {
    // That comes when the next attempt has begun already.
    const isOld = isLeaving && reason === LEFT;
    isLeaving = false;
    if (!isOld) {
      isUp = false;
      tell();
    }
  });
}

const station: Wifi = {
  connect: (ssid, password) => {
    if (!isStarted) {
      wifi.setmode(wifi.STATION, false);
      isStarted = true;
    }
    isUp = false;
    isLeaving = true;
    // Ends the connection that there is. Kept nowhere, which spares the flash memory, and not tried at each boot by the chip
    // itself, as `auto` would have it.
    wifi.sta.config(
      password.length > 0 ? { ssid, pwd: password, auto: false, save: false } : { ssid, auto: false, save: false },
    );
    wifi.sta.connect();
  },
  isConnected: () => isUp,
  signalStrength: () => (isUp ? (wifi.sta.getrssi() ?? NaN) : NaN),
  onChange: (changed) => {
    if (listeners.length === 0) {
      listen();
    }
    listeners.push(changed);
  },
};

export { station as wifi };
