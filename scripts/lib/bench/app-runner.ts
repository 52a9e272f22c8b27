/**
 * A script that stands in for what Espruino for Linux lacks of an ESP32.
 * @param brokerPort Where every connection ends, on 127.0.0.1
 * @param analog What is on the analog pins, as fractions of full scale
 */
export type StandIns = (brokerPort: number, analog: Readonly<Record<number, number>>) => string;

/** An Espruino for Linux that runs apps as a chip does. */
export interface AppRunner {
  interpreter: string;
  standIns: StandIns;
}
