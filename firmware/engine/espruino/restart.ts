/** Restarts the chip. */
export function restart(): void {
  E.reboot();
}
