import { wifi as station } from "./wifi";

/** The engine tells it once, with the event. */
let address = "0.0.0.0";

station.onChange((event) => {
  if (event !== undefined && event.ip !== undefined) {
    address = event.ip;
  }
});

/** The station's address. */
export function currentAddress(): string {
  return address;
}
