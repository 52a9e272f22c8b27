import { addAlarm, setAlarm, type Alarms } from "../../actuators/alarms";
import { command } from "../commands/commands";
import { note } from "../diagnostics";
import { follow, type Channel } from "../readings/telemetry";

export interface ThermostatOptions {
  /** The actuator's place in the board file. */
  index: number;
  target: () => number;
  hysteresis: number;
  /** Whether it is switched on above the target rather than below. */
  isCooling: boolean;
  /** How long it trusts the last reading. */
  noReadingMs: number;
  /** What it commands then; "" for nothing. */
  noReading: string;
}

/**
 * Switches an actuator by a channel's values, with or without a broker: on beyond target and hysteresis, off beyond them on the
 * other side, and as it is in between.
 * @returns Takes the values as the sensor gives them, before filters; they tell only whether there are any, since a filter may
 * leave out those that bring nothing new.
 */
export function thermostat(channel: Channel, alarms: Alarms, options: ThermostatOptions): (value: number) => void {
  const node = channel.node;
  const output = node.outputs[options.index];
  let hasReading = false;
  const alarm = addAlarm(alarms, () => {
    hasReading = false;
    note(node.diagnostics, "thermostat without reading", output.entry.id);
    if (options.noReading.length > 0) {
      command(node, output, options.noReading);
    }
  });
  setAlarm(alarm, options.noReadingMs);
  follow(channel, (value) => {
    hasReading = !isNaN(value);
    if (hasReading) {
      setAlarm(alarm, options.noReadingMs);
      const excess = options.isCooling ? options.target() - value : value - options.target();
      const wanted = excess < -options.hysteresis ? "ON" : excess > options.hysteresis ? "OFF" : "";
      if (wanted.length > 0 && output.entry.actuator.state() !== wanted) {
        command(node, output, wanted);
      }
    }
  });
  return (value) => {
    if (hasReading && !isNaN(value)) {
      setAlarm(alarm, options.noReadingMs);
    }
  };
}
