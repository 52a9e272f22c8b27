/**
 * Has the chip restart when the program's timers have not run for `seconds`. A loop that never ends is cut short by the chip's
 * own watchdog, which is always on, after some seconds.
 */
export function enableWatchdog(seconds: number): void {
  const feed = (): void => tmr.softwd(seconds);
  feed();
  tmr.create().alarm(Math.floor((seconds * 1000) / 4), tmr.ALARM_AUTO, feed);
}
