/** Resolves at Ctrl-C or a polite kill. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // Not `once`: npm passes on the signal that the terminal has already sent, and a second one must not kill.
    process.on("SIGINT", () => resolve());
    process.on("SIGTERM", () => resolve());
  });
}
