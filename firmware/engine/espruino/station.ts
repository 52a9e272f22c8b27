import type { StationAddress, Wifi } from "../engine";

/**
 * What a station can be told besides its network. Read in the source of Espruino's ESP32 port and of ESP-IDF; not tried on
 * hardware.
 */

const station = require("Wifi");

const ignore = (): void => {};

/**
 * Gives the station a name for DHCP and mDNS. Each start of the radio takes it back, and the DHCP client asks with the name that
 * it finds after joining: hence right behind each connect, which starts the radio and takes a second or more to join.
 */
export function withHostname(wifi: Wifi, hostname: string): Wifi {
  const connect = wifi.connect;
  wifi.connect = (ssid, password) => {
    connect(ssid, password);
    station.setHostname(hostname, ignore);
  };
  return wifi;
}

/**
 * Gives the station an address of its own, for which no DHCP server is asked. What the engine says to it is of no use: release
 * 2v29 refuses and tells success, since the DHCP client still runs (espruino/Espruino #2753); later ones do it. current-address.ts
 * tells what came of it.
 */
export function withAddress(wifi: Wifi, address: StationAddress): Wifi {
  const connect = wifi.connect;
  wifi.connect = (ssid, password) => {
    // Throws without a callback.
    station.setIP(address, ignore);
    connect(ssid, password);
  };
  return wifi;
}
