/**
 * What the ESP32 was reset by, in words. "software" is a restart that was asked for, an exception of the runtime, or the watchdog of
 * the interpreter's task, which ends in one; "watchdog" is one of the chip's own.
 * @param cause ESP32 Technical Reference Manual, table "Reset sources". The reset button is a loss of power to the chip.
 */
export function resetText(cause: number): string {
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
