/**
 * Has the chip restart when the interpreter has not been idle for `seconds`: a loop that does not end. Idle is what opening a
 * connection is not, which blocks for about 10 s where nothing answers, and as long again for the name; two of those may come
 * one after the other. Outlives a restart of the interpreter alone.
 */
export function enableWatchdog(seconds: number): void {
  E.enableWatchdog(seconds, true);
}
