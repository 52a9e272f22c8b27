const station = require("Wifi");

/** The station's address. An engine without this part has the one that it was given. */
export function currentAddress(): string {
  return station.getIP().ip;
}
