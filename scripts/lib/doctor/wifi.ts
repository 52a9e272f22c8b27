import type { NetworkConfig } from "../board/config/connection";
import type { Check } from "./check";

const LONGEST_SSID_BYTES = 32;

/** What can be said about a Wi-Fi network from here. @param examples the values that .env.example has */
export function checkWifi({ ssid, password }: NetworkConfig, examples: readonly string[]): Check {
  const name = "Wi-Fi";
  if (examples.includes(ssid) || (password !== "" && examples.includes(password))) {
    return {
      name,
      level: "fail",
      found: "still the example's values",
      fix: "put your own network and password into .env",
    };
  }
  const bytes = Buffer.byteLength(ssid);
  if (bytes > LONGEST_SSID_BYTES) {
    return {
      name,
      level: "fail",
      found: `a network name of ${bytes} bytes`,
      fix: `use a name of at most ${LONGEST_SSID_BYTES} bytes of UTF-8; letters beyond ASCII take two or more`,
    };
  }
  if (password !== "" && !/^[ -~]{8,63}$/.test(password)) {
    return { name, level: "fail", found: "a password that WPA forbids", fix: "8 to 63 characters of ASCII" };
  }
  if (ssid !== ssid.trim() || password !== password.trim()) {
    return {
      name,
      level: "warn",
      found: "a space at an end of name or password",
      fix: "look whether it belongs there",
    };
  }
  if (password === "") {
    return { name, level: "warn", found: "an open network", fix: "use one with a password: MQTT travels unencrypted" };
  }
  if (/5\s?g/i.test(ssid)) {
    return { name, level: "warn", found: "the name suggests 5 GHz", fix: "the chip joins networks at 2.4 GHz only" };
  }
  return { name, level: "ok", found: "name and password are possible (2.4 GHz only)" };
}
