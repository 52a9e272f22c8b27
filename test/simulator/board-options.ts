import type { AccessPointSettings } from "./access-point";
import type { EspruinoRelease } from "./espruino/release";
import type { LuaVersion } from "./lua/vm";
import type { Network } from "./network/network";
import type { Passing } from "./pace";
import type { PinChange } from "./pins";
import type { LongCallback } from "./work";

export type ChipName = "esp32" | "esp32c3" | "esp32s3" | "esp8266";

export interface BoardOptions {
  /** The interpreter on the chip; Espruino when left out. */
  engine?: "espruino" | "nodemcu";
  /**
   * A classic ESP32 when left out. An ESP32-C3 or ESP32-S3 runs Espruino, an ESP8266 NodeMCU; the ESP8266's pins are NodeMCU's own, and 17
   * is A0.
   */
  chip?: ChipName;
  /** Of a chip whose console is its own USB: whether somebody has it open, as long as `usbHeard` is left alone. As long as left out. */
  usbHeard?: boolean;
  /** The Lua of NodeMCU; on the ESP32 5.3 when left out, on the ESP8266 5.1 always. */
  lua?: LuaVersion;
  /** The built file to run, or with `source` its text. For NodeMCU it is init.lua, and the files beside it are flashed too. */
  bundle?: string;
  source?: string;
  /** What an ESP8266 keeps over resets beside its files, its network and a program in flash: another's, to be the same chip. */
  kept?: Map<string, unknown>;
  /** The file in flash with what is no part of the program, as `npm run flash` writes it. */
  secrets?: string;
  network: Network;
  /** How its time passes; at once when left out. */
  pace?: Passing;
  /** How many lines of the console, changes of a pin and exceptions it keeps at least; all when left out. */
  keeps?: number;
  release?: EspruinoRelease;
  /** As `getSerial()` tells it: "aabbccdd-eeff". */
  serial?: string;
  accessPoint?: AccessPointSettings;
  /** Further ones around. */
  otherAccessPoints?: AccessPointSettings[];
  /** Whether Bluetooth is on, as it is on a new chip (the default) until `npm run flash` switches it off for good. */
  bluetooth?: boolean;
  /** Variables the engine has in all; nominally 2,500 with Bluetooth and 4,500 (ESP32-C3: 4,000) without. */
  variables?: number;
  /** The highest voltage that a pin shows which nothing holds, 0.4 when left out; 0 makes such pins quiet. */
  noiseVolts?: number;
  /** The register of the chip's temperature sensor; 119, some 48 °C, when left out. Chips without one have 128. */
  temperatureByte?: number;
  /** Gives the engine's random numbers, 0 … 1, in the place of its own generator. */
  random?: () => number;
  /** Called with each line on the serial console, as it comes. */
  onConsole?: (line: string) => void;
  /** Called with each callback that kept the chip from all else for long, once for each place of the program. */
  onLongCallback?: (long: LongCallback) => void;
  /** Called with each change of an output, as it comes. */
  onPinChange?: (change: PinChange) => void;
}

/** The serial number of a simulated chip, unless it is given another one. */
export const SIMULATED_SERIAL = "24a160aa-bbcc";
