import { resetText } from "../../esp32-resets";

/** RTC_CNTL_RESET_STATE_REG, of the ESP32-C3 as of the ESP32-S3: the cause for this CPU is in bits 5 to 0. */
const RESET_STATE = 0x60008038;

/**
 * Why the chip was reset last: what the classic ESP32 knows, further watchdogs, and "USB" for a reset that a computer asked for over
 * the chip's own USB (Technical Reference Manual, "Reset Source"). A restart of the interpreter alone (`load()`, after an upload)
 * leaves that as it is.
 */
export function resetReason(): string {
  const cause = peek32(RESET_STATE) & 0x3f;
  if (cause === 17 || cause === 18) {
    return "watchdog";
  }
  return cause === 21 || cause === 22 ? "USB" : resetText(cause);
}
