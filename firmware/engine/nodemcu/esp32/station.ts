import type { StationAddress, Wifi } from "../../engine";

/** What a station can be told besides its network. Read in the sources of NodeMCU and ESP-IDF; not tried on hardware. */

/** Gives the station a name for DHCP, for good: the interface is there since boot, and keeps it when the radio starts. */
export function withHostname(station: Wifi, hostname: string): Wifi {
  wifi.sta.sethostname(hostname);
  return station;
}

/** Gives the station an address of its own, for good. Names are asked of the gateway. A second call would restart the chip. */
export function withAddress(station: Wifi, { ip, netmask, gw }: StationAddress): Wifi {
  wifi.sta.setip({ ip, netmask, gateway: gw });
  return station;
}
