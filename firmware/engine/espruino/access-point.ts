const station = require("Wifi");

/**
 * Where no network was saved on the chip, release 2v29 starts an open access point of its own right after the program's first run,
 * and `connect` keeps it up beside the station (Espruino's libs/network/esp32, jswrap_wifi_restore and jswrap_wifi_connect). Stopped
 * before the radio starts, it never comes up. One that somebody saved comes up all the same, and is stopped with the first timers.
 */
export function closeAccessPoint(): void {
  station.stopAP();
  setTimeout(station.stopAP, 0);
}
