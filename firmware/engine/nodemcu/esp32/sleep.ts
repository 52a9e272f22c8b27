import type { Sleep } from "../../engine";

/** The reset cause "deep sleep", with what the engine adds (node.c). */
const WOKEN = 12;
/** When a sleep that a pin may end would have ended by itself: in seconds of the clock, 0 for never. The engine does not tell what woke it. */
const FILE = "mote.due";
/** So much earlier it may have been the time all the same. */
const EARLY_SECONDS = 2;

/** ESP-IDF's, which goes on asleep and over resets. */
function clockSeconds(): number {
  const [seconds] = time.get();
  return seconds;
}

function dueSeconds(): number {
  const opened = io.open(FILE, "r");
  if (!opened) {
    return -1;
  }
  const text = opened.read("a");
  opened.close();
  return parseInt(text ?? "0");
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
    if (select(2, node.bootreason()) !== WOKEN) {
      return "";
    }
    const due = dueSeconds();
    return due === 0 || due > clockSeconds() + EARLY_SECONDS ? "pin" : "time";
  },
  clockSeconds,
  forSeconds: (seconds) => {
    if (dueSeconds() >= 0) {
      file.remove(FILE);
    }
    node.dsleep({ secs: seconds });
  },
  untilPin: (pin, high, seconds) => {
    const opened = io.open(FILE, "w");
    if (opened) {
      opened.write("" + (seconds > 0 ? clockSeconds() + seconds : 0));
      opened.close();
    }
    node.dsleep({ gpio: pin, level: high ? 1 : 0, pull: true, secs: seconds > 0 ? seconds : undefined });
  },
};
