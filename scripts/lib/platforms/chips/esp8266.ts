import { all, NONE, numbers, type Chip } from "./chip";

/** The analog input's number, behind those of the pins; the board file's "A0". */
export const ESP8266_ANALOG_PIN = 17;

/**
 * The ESP8266 under NodeMCU: names as printed on development boards, which are NodeMCU's own numbers (pin_map.c): D0 is GPIO16,
 * D1 … D12 are GPIO5, 4, 0, 2, 14, 12, 13, 15, 3, 1, 9 and 10. Square waves: pwm.c. Strapping pins: ESP8266 technical
 * reference, "Boot Mode".
 */
export const NODEMCU_ON_ESP8266: Chip = {
  pins: new Set([...numbers(0, 12).map((pin) => `D${pin}`), "A0"]),
  pinsText: "the ESP8266 has no such pin; there are D0–D8, D9 (RX), D10 (TX) and the analog input A0",
  reserved: all([11, 12], "wired to the flash memory that the program runs from (D11, D12); take another pin"),
  undriven: all([ESP8266_ANALOG_PIN], "an analog input, it cannot drive anything; take one of D1–D8"),
  withoutBus: new Map([
    [0, "NodeMCU has no bus on D0 (GPIO16), which has no open drain; take one of D1–D7"],
    [ESP8266_ANALOG_PIN, "an analog input, no bus can be on it; take two of D1–D7"],
  ]),
  unwatched: new Map([
    [0, "the ESP8266 does not tell when D0 (GPIO16) changes; take one of D1–D7"],
    [ESP8266_ANALOG_PIN, "an analog input, nothing tells when it changes; take one of D1–D7"],
  ]),
  withoutPull: NONE,
  noPullDown: `the ESP8266 has no pull-down resistors; write "pull": "up", or "none" and put one outside`,
  analog: new Set([ESP8266_ANALOG_PIN]),
  notAnalog: () => "cannot measure a voltage; the ESP8266 has one pin that can: A0",
  withoutSquareWave: all([0], "NodeMCU puts out no square wave on D0 (GPIO16); take one of D1–D8"),
  squareWaves: { kind: "by frequency", most: 6, frequencies: 1, highestHz: 1000 },
  pulseCounters: Infinity,
  i2c: { most: 1, noMore: "has one I²C bus unless it is built otherwise; take one bus", highestHz: 100_000 },
  strips: 1,
  sleep: {
    wakePins: new Set(),
    wakePinsText: "none",
    wakesBoth: false,
    // ESP8266EX datasheet, "Low Power Management": the clock wakes the chip by a pulse on GPIO16.
    wire: {
      pin: "D0",
      taken: "it wakes the chip, and is wired to RST for that; take another pin",
      needed: "wire D0 to RST, or the chip never wakes; take the wire off while you flash it",
    },
  },
  stripPin: { name: "D4", reason: "NodeMCU on the ESP8266 sends to a strip by its second serial port, which is on D4" },
  delicate: new Map([
    [0, "it is high while the chip boots, and what wakes the chip from deep sleep"],
    [3, "held low at reset, the chip waits in its boot loader"],
    [4, "held low at reset, the chip does not boot; it puts out pulses during boot, and is the module's LED"],
    [8, "held high at reset, the chip does not boot, for which boards have a resistor to ground on it"],
    [9, "it is the serial console's input: what is connected may type commands"],
    [10, "it is the serial console's output: what the console prints appears on it"],
  ]),
};
