import { resetText } from "../../esp32-resets";

/** RTC_CNTL_RESET_STATE_REG: the cause for this CPU is in bits 5 to 0. ESP32 Technical Reference Manual, register 31.13 */
const RESET_STATE = 0x3ff48034;

/** Why the chip was reset last. A restart of the interpreter alone (`load()`, after an upload) leaves that as it is. */
export function resetReason(): string {
  return resetText(peek32(RESET_STATE) & 0x3f);
}
