/** Restarts the chip. */
export function restart(): void {
  node.restart();
}
