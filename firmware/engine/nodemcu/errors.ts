/** By the texts of module `net`: a connection is aborted, reset or closed. */
export function isClosing(message: string): boolean {
  return message.indexOf("not connected") >= 0 || message.indexOf("connection ") >= 0;
}

/** Has each error that came out of a callback told; without it, one restarts the chip. */
export function tellErrors(report: (message: string, stack: string) => void): void {
  node.setonerror((text) => {
    const at = text.indexOf("\n");
    report(at < 0 ? text : text.substring(0, at), at < 0 ? "" : text.substring(at));
  });
}
