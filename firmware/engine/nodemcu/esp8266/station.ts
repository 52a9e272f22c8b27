import type { Wifi } from "../../engine";

/** What a station can be told besides its network. */

/** Gives the station a name for DHCP, which asks with it after joining. */
export function withHostname(station: Wifi, hostname: string): Wifi {
  return {
    connect: (ssid, password) => {
      station.connect(ssid, password);
      wifi.sta.sethostname(hostname);
    },
    isConnected: station.isConnected,
    signalStrength: station.signalStrength,
    onChange: station.onChange,
  };
}

export interface StationAddress {
  ip: string;
  netmask: string;
  gw: string;
}

/**
 * Gives the station an address of its own, for which no DHCP server is asked; names are asked for at the gateway then. Behind
 * each connect, since the first of them starts the radio.
 */
export function withAddress(station: Wifi, address: StationAddress): Wifi {
  const config = { ip: address.ip, netmask: address.netmask, gateway: address.gw };
  return {
    connect: (ssid, password) => {
      station.connect(ssid, password);
      wifi.sta.setip(config);
      net.dns.setdnsserver(address.gw, 0);
    },
    isConnected: station.isConnected,
    signalStrength: station.signalStrength,
    onChange: station.onChange,
  };
}
