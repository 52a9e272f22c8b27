import { createWifi } from "../wifi-events";

let isStarted = false;

const station = createWifi(
  (ssid, password) => {
    if (!isStarted) {
      wifi.setmode(wifi.STATION, false);
      isStarted = true;
    }
    // Ends the connection that there is. Kept nowhere, which spares the flash memory, and not tried at each boot by the chip
    // itself, as `auto` would have it.
    wifi.sta.config(
      password.length > 0 ? { ssid, pwd: password, auto: false, save: false } : { ssid, auto: false, save: false },
    );
    wifi.sta.connect();
  },
  (gotAddress, disconnected) => {
    wifi.eventmon.register(wifi.eventmon.STA_GOT_IP, () => gotAddress());
    wifi.eventmon.register(wifi.eventmon.STA_DISCONNECTED, disconnected);
  },
  () => wifi.sta.getrssi() ?? NaN,
);

export { station as wifi };
