import { dewPoint } from "./dew-point";
import type { DewFan } from "./dew-fan.board";

/** The fan goes on where the air outside has a dew point that is lower by so much, in °C, and off where it is lower by less than half of it. */
const GAIN = 3;
/** Below this the cellar gets too cold, in °C. */
const COLDEST = 8;

/** Airs a cellar while that dries it: the air outside must hold less water than the air inside, whatever their temperatures are. */
export default function dewFan({ sensors, actuators }: DewFan): void {
  sensors.outside.humidity.onReading(() => {
    const { inside, outside, drying } = sensors;
    const gain =
      dewPoint(inside.temperature.value(), inside.humidity.value()) -
      dewPoint(outside.temperature.value(), outside.humidity.value());
    drying.set(gain);
    const isWorthIt = gain > (actuators.fan.state() === "ON" ? GAIN / 2 : GAIN);
    // Of what is not known nothing is true: without one of the sensors the fan stands still.
    fan(isWorthIt && inside.temperature.value() > COLDEST ? "ON" : "OFF");
  });

  function fan(command: "ON" | "OFF"): void {
    if (actuators.fan.state() !== command) actuators.fan.command(command);
  }
}
