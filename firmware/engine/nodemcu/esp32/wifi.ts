import type { Wifi } from "../../engine";

let isUp = false;
let isStarted = false;

/** Ends an attempt or a connection; where there is none, some releases throw. */
function leave(): void {
  try {
    wifi.sta.disconnect();
  } catch {
    // There was none.
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
    wifi.sta.on("got_ip", () => {
      isUp = true;
      changed();
    });
    wifi.sta.on("disconnected", () => {
      isUp = false;
      changed();
    });
  },
};

export { station as wifi };
