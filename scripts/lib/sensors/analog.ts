import type { PinName } from "../board/config/names";
import type { QuantityConfig, SensorBase } from "../board/config/sensor";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/**
 * A voltage on a pin, as value = fraction of full scale × scale + offset. On the ESP8266 full scale is 1.0 V at the chip, which is
 * some 3.3 V at the A0 of development boards that have a divider.
 */
export interface AnalogSensorConfig extends QuantityConfig, SensorBase {
  type: "analog";
  /** One of D32 … D39; A0 on the ESP8266. */
  pin: PinName;
  /**
   * The voltage that is full scale, nominally: what Espruino's ESP32.setAtten offers. The converter is not straight: where volts
   * matter, measure two of them and put a "calibrate_linear" filter behind. Default: 3.6, of which the pin reaches 3.3
   */
  rangeVolts?: 1 | 1.34 | 2 | 3.6;
  /**
   * @minimum -1e9
   * @maximum 1e9
   */
  scale: number;
  /**
   * @minimum -1e9
   * @maximum 1e9
   */
  offset: number;
  /** Unit of the value, for people and tools; it is not published with it. */
  unit?: string;
}

const driver = firmware<typeof import("../../../firmware/sensors/analog")>("sensors/analog");

export const analog: SensorDescriptor<AnalogSensorConfig> = {
  type: "analog",
  defaults: { scale: 1, offset: 0, decimals: 2 },
  pins: { pin: "measured" },
  needs: [{ by: ["input-range"], key: "rangeVolts", problem: "measures with one range always; leave it out" }],
  value: ({ scale, offset, unit, decimals }) =>
    measured(unit, undefined, decimals, [Math.min(offset, scale + offset), Math.max(offset, scale + offset)]),
  start: (config, [channel], program) => {
    const pin = pinNumber(config.pin);
    const { scale, offset, rangeVolts } = config;
    if (rangeVolts !== undefined) program.whole.run(engine("input-range").setInputRange(pin, rangeVolts * 1000));
    startSensor(program, channel, driver.analog(engine("pins").analogPins, { pin, scale, offset }));
  },
};
