/**
 * After every reset Espruino on ESP32 has two consoles open to everybody in reach, without a password. A node closes them
 * unless its board file asks otherwise.
 */

export function closeTelnetConsole(): void {
  require("TelnetServer").setOptions({ mode: "off" });
}

export function closeBluetoothConsole(): void {
  // Builds without Bluetooth have no NRF, and no such console.
  if (typeof NRF !== "undefined") {
    NRF.setServices({}, { uart: false });
  }
}
