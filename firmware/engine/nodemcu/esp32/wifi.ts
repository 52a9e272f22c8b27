import { createWifi } from "../wifi-events";

let isStarted = false;

const station = createWifi(
  (ssid, password) => {
    if (!isStarted) {
      wifi.mode(wifi.STATION);
      wifi.start();
      isStarted = true;
    }
    try {
      wifi.sta.disconnect();
    } catch {
      // Some releases say so where there is nothing to end.
    }
    // Kept nowhere, and tried by nobody else: `auto` would have the engine connect by itself.
    wifi.sta.config(password.length > 0 ? { ssid, pwd: password, auto: false } : { ssid, auto: false });
    wifi.sta.connect();
  },
  (gotAddress, disconnected) => {
    wifi.sta.on("got_ip", (_event, info) => gotAddress(info));
    wifi.sta.on("disconnected", (_event, info) => disconnected(info));
  },
  // The engine tells it only of networks that it scans for.
  () => NaN,
);

export { station as wifi };
