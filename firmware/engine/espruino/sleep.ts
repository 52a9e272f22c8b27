import type { Sleep } from "../engine";

/** ESP_SLEEP_WAKEUP_TIMER. Pins are 2, 3 and, on the ESP32-C3, 7 (Espruino's targets/esp32/jswrap_esp32.c). */
const BY_TIMER = 4;
/** `deepSleep` takes microseconds in 31 bits: 2,147 s. */
const LONGEST_SECONDS = 2_100;

let bootLimit = 0;

export const sleep: Sleep = {
  limitBoot: (ms, run) => {
    bootLimit = setTimeout(run, ms);
  },
  booted: () => clearTimeout(bootLimit),
  wokenBy: () => {
    const cause = ESP32.getWakeupCause();
    return cause === BY_TIMER ? "time" : cause > 0 ? "pin" : "";
  },
  // Nobody sets it: ESP-IDF's clock goes on with the RTC's timer, asleep and over resets.
  clockSeconds: () => Math.floor(getTime()),
  forSeconds: (seconds) => ESP32.deepSleep(Math.min(seconds, LONGEST_SECONDS) * 1_000_000),
  // A sleep that waits for a pin enables no timer.
  untilPin: (pin, high) => ESP32.deepSleepExt0(pin, high ? 1 : 0),
};
