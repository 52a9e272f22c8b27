import { logWhileTaken } from "../usb-log";

/** USB_SERIAL_JTAG_EP1_CONF_REG: ESP32-S3 Technical Reference Manual, "USB Serial/JTAG Controller". */
const EP1_CONF = 0x60038004;

export function keepSilentUnheard(): void {
  logWhileTaken(EP1_CONF);
}
