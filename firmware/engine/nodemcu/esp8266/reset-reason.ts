/** `rst_reason` of Espressif's SDK, as node.bootreason tells it second. */
const REASONS = ["power on", "watchdog", "exception", "watchdog", "software", "deep sleep", "reset pin"];

/** Why the chip was reset last: "software" is a restart that was asked for, also by the engine after an error. */
export function resetReason(): string {
  const [, reason] = node.bootreason();
  return REASONS[reason] ?? "cause " + reason;
}
