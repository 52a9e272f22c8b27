import { resetText } from "../../esp32-resets";

/** The engine tells a class of reasons first, and then the chip's own cause with this added (node.c). */
const ADDED = 7;

/** Why the chip was reset last. The task watchdog, which the engine always has on, shows as "software". */
export function resetReason(): string {
  return resetText(select(2, node.bootreason()) - ADDED);
}
