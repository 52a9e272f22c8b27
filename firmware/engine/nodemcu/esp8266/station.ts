import type { StationAddress, Wifi } from "../../engine";

/** What a station can be told besides its network. */

/** Gives the station a name for DHCP, which asks with it after joining. */
export function withHostname(station: Wifi, hostname: string): Wifi {
  const connect = station.connect;
  station.connect = (ssid, password) => {
    connect(ssid, password);
    wifi.sta.sethostname(hostname);
  };
  return station;
}

/**
 * Gives the station an address of its own, for which no DHCP server is asked; names are asked for at the gateway then. Behind
 * each connect, since the first of them starts the radio.
 */
export function withAddress(station: Wifi, { ip, netmask, gw }: StationAddress): Wifi {
  const connect = station.connect;
  station.connect = (ssid, password) => {
    connect(ssid, password);
    wifi.sta.setip({ ip, netmask, gateway: gw });
    net.dns.setdnsserver(gw, 0);
  };
  return station;
}
