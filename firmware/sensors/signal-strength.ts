import type { Wifi } from "../engine/engine";
import type { Sensor } from "./sensor";

/** Wi-Fi signal strength in dBm, whole; no reading while not connected. */
export function signalStrength(wifi: Wifi): Sensor {
  return { sample: () => wifi.signalStrength() };
}
