import type { PinName } from "../board/config/names";
import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/**
 * The distance to the nearest thing that reflects sound, in cm, from an HC-SR04 or JSN-SR04T. Its echo line gives 5 V, of which the
 * ESP32 bears 3.3: put a divider between. Nothing in reach is no reading.
 */
export interface Hcsr04SensorConfig extends ChannelConfig, SensorBase {
  type: "hcsr04";
  triggerPin: PinName;
  echoPin: PinName;
  /**
   * Nothing further away counts.
   * @minimum 10
   * @maximum 600
   */
  maximumCm: number;
  /**
   * Digits after the decimal point.
   * @asType integer
   * @minimum 0
   * @maximum 3
   */
  decimals: number;
}

const driver = firmware<typeof import("../../../firmware/sensors/hcsr04")>("sensors/hcsr04");

export const hcsr04: SensorDescriptor<Hcsr04SensorConfig> = {
  type: "hcsr04",
  defaults: { maximumCm: 400, decimals: 1 },
  pins: { triggerPin: "driven", echoPin: "watched" },
  needs: [{ by: ["echoes"], problem: "cannot time an echo; take Espruino" }],
  value: ({ decimals, maximumCm }) => measured("cm", "distance", decimals, [2, maximumCm]),
  start: ({ triggerPin, echoPin, maximumCm }, channels, program) => {
    const pins = { triggerPin: pinNumber(triggerPin), echoPin: pinNumber(echoPin) };
    startPart(program, channels, driver.hcsr04(engine("echoes").echoes, { ...pins, maximumCm }));
  },
};
