import type { Sleep } from "../../engine";
import { clock } from "./clock";
import { CLOCK_AT } from "./rtc-memory";

/** REASON_DEEP_SLEEP_AWAKE of Espressif's SDK. */
const WOKEN = 5;
/** What `node.dsleepMax` gives is some 3.5 h, and less in the cold. */
const LONGEST_SECONDS = 9_000;

/** What the clock said when the chip was to wake. */
const bootSeconds = rtcmem.read32(CLOCK_AT);

function clockSeconds(): number {
  return bootSeconds + Math.floor(clock.nowMs() / 1000);
}

function sleepFor(seconds: number): void {
  const slept = Math.min(seconds, LONGEST_SECONDS);
  rtcmem.write32(CLOCK_AT, clockSeconds() + slept);
  // The second that has begun is over then, or it would be lost at each wake.
  node.dsleep(slept * 1_000_000 - (clock.nowMs() % 1000) * 1000, undefined, 1);
}

const bootLimit = tmr.create();

export const sleep: Sleep = {
  limitBoot: (ms, run) => {
    bootLimit.alarm(ms, tmr.ALARM_SINGLE, run);
  },
  booted: () => {
    bootLimit.stop();
  },
  wokenBy: () => {
    const [, reason] = node.bootreason();
    return reason === WOKEN ? "time" : "";
  },
  clockSeconds,
  forSeconds: sleepFor,
  // No pin can wake it but RST; boards that ask for one are refused.
  untilPin: (_pin, _high, seconds) => sleepFor(seconds),
};
