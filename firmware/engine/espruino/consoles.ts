/**
 * After every reset Espruino on ESP32 has two consoles open to everybody in reach, without a password. A node closes them
 * unless its board file asks otherwise.
 */

export function closeTelnetConsole(): void {
  closeConsole("telnet console", () => require("TelnetServer").setOptions({ mode: "off" }));
}

export function closeBluetoothConsole(): void {
  // Builds without Bluetooth have no NRF, and no such console.
  if (typeof NRF !== "undefined") {
    closeConsole("Bluetooth console", () => NRF.setServices({}, { uart: false }));
  }
}

/** A build that cannot close a console says so, and still gets its node. */
function closeConsole(what: string, close: () => void): void {
  try {
    close();
  } catch (error) {
    console.log(what + " is not closed: " + error);
  }
}
