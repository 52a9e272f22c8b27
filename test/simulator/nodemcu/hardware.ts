import type { AccessPoint } from "../access-point";
import type { Air } from "../air";
import type { WokenBy } from "../deep-sleep";
import type { I2cLine } from "../i2c-line";
import type { LuaVersion } from "../lua/vm";
import type { OneWireLine } from "../one-wire-line";
import type { SimulatedPin } from "../pins";
import type { VirtualTime } from "../virtual-time";
import type { Work } from "../work";

/** What the engine is soldered to. */
export interface Hardware {
  readonly time: VirtualTime;
  readonly pins: readonly SimulatedPin[];
  /** The 1-wire bus on a pin; undefined where there is no such pin. */
  oneWire(pin: number): OneWireLine | undefined;
  /** The I²C bus on two pins. */
  i2c(clock: number, data: number): I2cLine;
  readonly air: Air;
  readonly accessPoints: readonly AccessPoint[];
  /** The flash memory's files; they outlive a reboot. */
  readonly files: Map<string, string>;
  /** What else a chip keeps over resets. */
  readonly kept: Map<string, unknown>;
  /** "power on", "reboot", "watchdog" and so on. */
  readonly resetReason: string;
  /** As the chip's address is written: "24a160aa-bbcc". */
  readonly serial: string;
  readonly version: LuaVersion;
  /** Why the chip was reset, by its own number: ESP32 Technical Reference Manual, "Reset sources". */
  readonly resetCause: number;
  /** What the chip's clock says at this boot: it goes on over all but a loss of power. */
  readonly wallMs: number;
  /** What woke the chip, where it slept: "time", or the number of a pin. */
  readonly wokenBy: WokenBy | undefined;
  /** In the place of Lua's own generator. */
  readonly random: (() => number) | undefined;
  /** How long callbacks take. */
  readonly work: Work;
  /** One line on the serial console. */
  print(line: string): void;
}

/** The address of the chip's Wi-Fi station, as the modules tell it. */
export function stationMac({ serial }: Hardware): string {
  return serial.replace("-", "").replace(/..(?!$)/g, "$&:");
}
