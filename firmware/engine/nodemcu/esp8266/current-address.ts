/** The station's address. */
export function currentAddress(): string {
  return wifi.sta.getip()[0] ?? "0.0.0.0";
}
