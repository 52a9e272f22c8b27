import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";
import type { SensorConfig } from "../../../scripts/lib/board/config";
import type { SimulatedBoard } from "../board";
import { pinNumber } from "../pin-number";

/** What reads as full scale unless the board file asks for another range. */
const FULL_SCALE_VOLTS = 3.3;
/** As coarse as the coarsest converter, of the ESP8266. */
const STEPS = 1024;
/** Fewer could not tell a reading that is late from one that comes again. */
const FEWEST = 64;

/** Whether a sensor publishes what its pin says, each reading of it: so that the world outside can number them. */
export function isNumbered(sensor: SensorConfig): sensor is AnalogSensorConfig {
  return sensor.type === "analog" && (sensor.filters ?? []).length === 0 && numbersOf(sensor) >= FEWEST;
}

/** How many steps of the converter lie between two numbers, so that their values differ by more than a digit. */
function stride({ scale, decimals }: AnalogSensorConfig): number {
  return Math.max(2, Math.ceil(((2 * 10 ** -decimals) / Math.abs(scale)) * STEPS));
}

/** After how many readings a value comes again. */
function numbersOf(sensor: AnalogSensorConfig): number {
  return Math.floor(STEPS / stride(sensor));
}

/** The voltage that says a number. */
export function voltsOf(sensor: AnalogSensorConfig, number: number): number {
  const step = (number % numbersOf(sensor)) * stride(sensor);
  const { rangeVolts = FULL_SCALE_VOLTS } = sensor;
  return ((step + 0.5) / STEPS) * Math.min(rangeVolts, FULL_SCALE_VOLTS);
}

/**
 * The number that a published value says, of those that say the same the nearest to `expected`.
 * @returns undefined where it is none that a voltage of ours makes
 */
export function numberOf(sensor: AnalogSensorConfig, payload: string, expected: number): number | undefined {
  const step = ((Number(payload) - sensor.offset) / sensor.scale) * STEPS;
  const many = numbersOf(sensor);
  const said = Math.round(step / stride(sensor));
  if (!(said >= 0 && said < many) || Math.abs(step - said * stride(sensor)) > stride(sensor) / 2) return undefined;
  return said + many * Math.max(0, Math.round((expected - said) / many));
}

/** Has a board's sensor read the numbers 1, 2, 3 … @returns how many it has read */
export function numberReadings(board: SimulatedBoard, sensor: AnalogSensorConfig): () => number {
  const pin = board.pin(pinNumber(sensor.pin));
  let seen = 0;
  let count = 0;
  pin.waveform(() => {
    // At boot the chip reads its pins for noise, and a reset counts anew.
    if (pin.readings !== seen && pin.readings > 0 && board.uptimeMs > 0) count++;
    seen = pin.readings;
    return voltsOf(sensor, count);
  });
  return () => count;
}
