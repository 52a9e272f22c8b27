import type { PinName } from "../board/config/names";
import type { QuantityConfig, SensorBase } from "../board/config/sensor";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import { decimalsFor, MOST_DECIMALS } from "./decimals";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";
import { VOLTAGES } from "./voltages";

/**
 * A voltage on a pin, as value = fraction of full scale × scale + offset. On the ESP8266 full scale is 1.0 V at the chip, which is
 * some 3.3 V at the A0 of development boards that have a divider.
 */
export interface AnalogSensorConfig extends QuantityConfig, SensorBase {
  type: "analog";
  /** One of D32 … D39; on the ESP32-C3 of D1 … D4; A0 on the ESP8266. */
  pin: PinName;
  /**
   * The voltage that is full scale, nominally. 3.6 is the range that there is without this key: a pin reaches some 3.3 V of it,
   * which is what "ntc" takes for full scale. The converter is not straight: where volts matter, measure two of them and put a
   * "calibrate_linear" filter behind. Default: 3.6
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
  /**
   * Digits after the decimal point. Default: 2, and as many more as it takes where all values lie closer together than 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals: number;
  /** Unit of the value, for people and tools; it is not published with it. */
  unit?: string;
}

const driver = firmware<typeof import("../../../firmware/sensors/analog")>("sensors/analog");

const USUAL_DECIMALS = 2;

export const analog: SensorDescriptor<AnalogSensorConfig> = {
  type: "analog",
  defaults: { scale: 1, offset: 0 },
  derived: {
    decimals: ({ scale, filters }) => {
      // A scale of 0 gives one value only.
      const further = scale === 0 ? 0 : decimalsFor(Math.abs(scale), filters);
      return Math.min(MOST_DECIMALS, USUAL_DECIMALS + further);
    },
  },
  exampleEntry: { pin: "D34", scale: 100, unit: "%", decimals: 1 },
  pins: { pin: "measured" },
  needs: [
    VOLTAGES,
    { by: ["input-range"], key: "rangeVolts", problem: "measures with one range always; leave it out" },
  ],
  value: ({ scale, offset, unit, decimals }) =>
    measured(unit, undefined, decimals, [Math.min(offset, scale + offset), Math.max(offset, scale + offset)]),
  start: (config, [channel], program) => {
    const pin = pinNumber(config.pin);
    const { scale, offset, rangeVolts } = config;
    if (rangeVolts !== undefined) program.whole.run(engine("input-range").setInputRange(pin, rangeVolts * 1000));
    startSensor(program, channel, driver.analog(engine("pins").analogPins, { pin, scale, offset }));
  },
};
