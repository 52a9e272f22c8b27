/** RTC_CNTL_RESET_STATE_REG: the cause for this CPU is in bits 5 to 0. ESP32 Technical Reference Manual, register 31.13 */
const RESET_STATE = 0x3ff48034;

/**
 * Why the chip was reset last. A restart of the interpreter alone (`load()`, after an upload) leaves that as it is. "software"
 * is a restart that was asked for, an exception of the runtime, or the watchdog of the interpreter's task, which ends in one;
 * "watchdog" is one of the chip's own.
 */
export function resetReason(): string {
  const cause = peek32(RESET_STATE) & 0x3f;
  // Technical Reference Manual, table "Reset sources". The reset button is a loss of power to the chip.
  if (cause === 1) {
    return "power on";
  }
  if (cause === 3 || cause === 12) {
    return "software";
  }
  if (cause === 5) {
    return "deep sleep";
  }
  if (cause === 15) {
    return "brownout";
  }
  return (cause >= 7 && cause <= 11) || cause === 13 || cause === 16 ? "watchdog" : "cause " + cause;
}
