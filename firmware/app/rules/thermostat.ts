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

/** What lets it do its work, or not. */
export interface Mode {
  /** "off", "heat", "cool" or "heat_cool". */
  mode(): string;
  /** Each is told when it, or the target, has changed. */
  listeners: (() => void)[];
}

/**
 * Switches an actuator by a channel's values, with or without a broker: on beyond target and hysteresis, off beyond them on the
 * other side, and as it is in between.
 * @param climate In a mode that leaves this thermostat out the actuator is off, and goes off at once.
 * @returns Takes the values as the sensor gives them, before filters; they tell only whether there are any, since a filter may
 * leave out those that bring nothing new.
 */
export function thermostat(
  channel: Channel,
  alarms: Alarms,
  options: ThermostatOptions,
  climate?: Mode,
): (value: number) => void {
  const node = channel.node;
  const output = node.outputs[options.index];
  const word = options.isCooling ? "cool" : "heat";
  let hasReading = false;
  let last = NaN;
  const decide = (value: number): void => {
    const excess = options.isCooling ? options.target() - value : value - options.target();
    const isLeftOut = climate !== undefined && climate.mode().indexOf(word) < 0;
    const wanted = isLeftOut || excess > options.hysteresis ? "OFF" : excess < -options.hysteresis ? "ON" : "";
    if (wanted.length > 0 && output.entry.actuator.state() !== wanted) {
      command(node, output, wanted);
    }
  };
  const alarm = addAlarm(alarms, () => {
    hasReading = false;
    note(node.diagnostics, "thermostat without reading", output.entry.id);
    if (climate !== undefined && climate.mode().indexOf(word) < 0) {
      decide(NaN);
    } else if (options.noReading.length > 0) {
      command(node, output, options.noReading);
    }
  });
  setAlarm(alarm, options.noReadingMs);
  follow(channel, (value) => {
    hasReading = !isNaN(value);
    if (hasReading) {
      last = value;
      setAlarm(alarm, options.noReadingMs);
      decide(value);
    }
  });
  if (climate !== undefined) {
    // What is no longer trusted is neither too low nor too high.
    climate.listeners.push(() => decide(hasReading ? last : NaN));
    if (climate.mode().indexOf(word) < 0) {
      // It may have been on before the chip started. Every session is told of its state anyway.
      output.entry.actuator.command("OFF");
    }
  }
  return (value) => {
    if (hasReading && !isNaN(value)) {
      setAlarm(alarm, options.noReadingMs);
    }
  };
}
