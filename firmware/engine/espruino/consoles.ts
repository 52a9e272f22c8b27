import { chip } from "./chip";

/**
 * After every reset Espruino on ESP32 has two consoles open to everybody in reach, without a password. A node closes them
 * unless its board file asks otherwise.
 */

export function closeTelnetConsole(): void {
  try {
    require("TelnetServer").setOptions({ mode: "off" });
  } catch (error) {
    // A build that cannot close a console says so, and still gets its node.
    chip.log("telnet console is not closed: " + error);
  }
}

export function closeBluetoothConsole(): void {
  try {
    // Builds without Bluetooth have no NRF, and no such console.
    if (typeof NRF !== "undefined") {
      NRF.setServices({}, { uart: false });
    }
  } catch (error) {
    chip.log("Bluetooth console is not closed: " + error);
  }
}
