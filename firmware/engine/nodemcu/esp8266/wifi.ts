import type { Wifi } from "../../engine";

let isUp = false;
let isStarted = false;

const station: Wifi = {
  connect: (ssid, password) => {
    if (!isStarted) {
      wifi.setmode(wifi.STATION, false);
      isStarted = true;
    }
    // Kept nowhere, which spares the flash memory, and tried by nobody else: `auto` would have the chip connect by itself.
    wifi.sta.config(
      password.length > 0 ? { ssid, pwd: password, auto: false, save: false } : { ssid, auto: false, save: false },
    );
    wifi.sta.connect();
  },
  isConnected: () => isUp,
  signalStrength: () => (isUp ? (wifi.sta.getrssi() ?? NaN) : NaN),
  onChange: (changed) => {
    wifi.eventmon.register(wifi.eventmon.STA_GOT_IP, () => {
      isUp = true;
      changed();
    });
    wifi.eventmon.register(wifi.eventmon.STA_DISCONNECTED, () => {
      isUp = false;
      changed();
    });
  },
};

export { station as wifi };
