import type { Board } from "../../scripts/lib/board/config";
import { HcSr04 } from "./devices/hc-sr04";
import { attachParts, type PartHardware } from "./parts";
import { pinNumber } from "./pin-number";
import type { SimulatedPin } from "./pins";

interface Hardware extends PartHardware {
  pin(number: number): SimulatedPin;
  after(ms: number, happen: () => void): unknown;
}

const FULL_SCALE_VOLTS = 3.3;
/** How long an analog input takes from its lowest to its highest value and back. */
const SWING_MS = 60_000;
/** How long a contact stays open or closed. */
const CONTACT_MS = 20_000;
/** A meter's pulses: at 1,000 a kilowatt-hour 2 kW. */
const PULSE_PERIOD_MS = 1_800;
const PULSE_MS = 30;
const DISTANCE_CM = 120;

/**
 * Gives a board on the desk something to measure: analog inputs swing slowly between a quarter and three quarters of full
 * scale, each at its own moment; contacts open and close, meters give pulses; a wall is 120 cm away; on buses it is about 20 °C, 50 % and 1013 hPa, with a light on.
 */
export function surround(board: Board, hardware: Hardware): void {
  const pin = (number: number): SimulatedPin => hardware.pin(number);
  let parts = 0;
  for (const part of attachParts(board, hardware).all.values()) {
    const phase = ++parts;
    const swing = (): number => Math.sin((2 * Math.PI * hardware.nowMs) / SWING_MS + phase);
    if ("lux" in part) part.lux = () => 300 + 200 * swing();
    else part.celsius = () => 20 + 5 * swing();
    if ("humidity" in part) part.humidity = () => 50 - 10 * swing();
    if ("pascals" in part) part.pascals = () => 101_325 + 300 * swing();
  }
  (board.sensors ?? []).forEach((sensor, i) => {
    if (sensor.type === "analog") {
      pin(pinNumber(sensor.pin)).waveform(
        (ms) => FULL_SCALE_VOLTS * (0.5 + 0.25 * Math.sin((2 * Math.PI * ms) / SWING_MS + i)),
      );
    } else if (sensor.type === "pulseCounter") {
      pin(pinNumber(sensor.pin)).waveform((ms) => (ms % PULSE_PERIOD_MS < PULSE_MS ? 0 : FULL_SCALE_VOLTS));
    } else if (sensor.type === "hcsr04") {
      const [trigger, echo] = [sensor.triggerPin, sensor.echoPin].map((name) => pin(pinNumber(name)));
      new HcSr04(trigger, echo, (ms, happen) => void hardware.after(ms, happen), DISTANCE_CM);
    } else if (sensor.type === "digital") {
      pin(pinNumber(sensor.pin)).waveform((ms) => (Math.floor(ms / CONTACT_MS) % 2 === 0 ? 0 : FULL_SCALE_VOLTS));
    }
  });
}
