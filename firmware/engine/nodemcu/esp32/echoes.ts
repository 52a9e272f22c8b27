import type { Echoes } from "../../engine";

/** A tick of the chip's transmitters and receivers (RMT): in the picoseconds that the engine takes, and in others. */
const TICK_PS = 2_000_000;
const TICK_SECONDS = 0.000_002;
const TICKS_PER_MS = 500;
/** A level's length in 15 bits, with the level in the 16th: high for 30 µs, then low. */
const TRIGGER = "\x0f\x80\x01\x00";

/** What is not kept is collected, and closed. */
const kept: unknown[] = [];

/**
 * By the chip's remote control peripheral (RMT), which sends a pulse and times levels by itself. It tells of them when none has ended
 * for `longestMs`, so that an echo is told that long after its end, and one that is longer not at all.
 */
export const echoes: Echoes = {
  open: (triggerPin, echoPin, longestMs, told) => {
    const receiver = rmt.rxsetup(echoPin, TICK_PS, { idle_threshold: longestMs * TICKS_PER_MS });
    const sender = rmt.txsetup(triggerPin, TICK_PS);
    kept.push(receiver, sender);
    receiver.on("data", (levels) => {
      const high = levels.charCodeAt(1);
      if (high >= 0x80) {
        told(((high & 0x7f) * 256 + levels.charCodeAt(0)) * TICK_SECONDS);
      }
    });
    return () => sender.send(TRIGGER);
  },
};
