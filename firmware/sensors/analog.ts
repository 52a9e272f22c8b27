import type { AnalogPins, Pin } from "../engine/engine";
import type { Sensor } from "./sensor";

export interface AnalogOptions {
  pin: Pin;
  scale: number;
  offset: number;
}

/** The quantity behind a voltage that stands at `fraction` (0 … 1) of full scale. */
export function toQuantity(fraction: number, scale: number, offset: number): number {
  return fraction * scale + offset;
}

/** A voltage on a pin, scaled. */
export function analog(pins: AnalogPins, options: AnalogOptions): Sensor {
  return {
    sample: () => toQuantity(pins.read(options.pin), options.scale, options.offset),
  };
}
