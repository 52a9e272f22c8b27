import type { Wifi } from "../engine";

const station = require("Wifi");

const ignore = (): void => {};

/** The status says so from the association on; without an address nothing can be reached, and there may never be one. */
function isConnected(): boolean {
  return station.getStatus().station === "connected" && station.getIP().ip !== "0.0.0.0";
}

export const wifi: Wifi = {
  connect: (ssid, password) => station.connect(ssid, password.length > 0 ? { password } : {}, ignore),
  isConnected,
  signalStrength: () => {
    const rssi = station.getStatus().rssi;
    return rssi === undefined ? NaN : rssi;
  },
  onChange: (changed) => {
    station.on("connected", changed);
    station.on("disconnected", changed);
  },
};
