import type { QuantityConfig, SensorBase } from "../board/config/sensor";
import { channelName } from "./channel";
import { firmware, later, member, variable } from "../program/code";
import { nameFor } from "../program/names";
import { openChannel } from "../program/readings";
import { ms } from "../program/units";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/**
 * A number that the board's own program works out and gives it: published when it is another one, as published, and on the period. Until
 * the program gave it one there is no reading.
 */
export interface ProgramSensorConfig extends QuantityConfig, SensorBase {
  type: "program";
  /** Such as "°C"; for people and Home Assistant. */
  unit?: string;
  /**
   * The lowest value that it may have. What is lower is no reading, and counted.
   * @minimum -1e9
   * @maximum 1e9
   */
  min: number;
  /**
   * The highest value that it may have.
   * @minimum -1e9
   * @maximum 1e9
   */
  max: number;
}

const driver = firmware<typeof import("../../../firmware/sensors/program")>("sensors/program");
const { startGiven } = firmware<typeof import("../../../firmware/app/program/given")>("app/program/given");
const { noteMissing } = firmware<typeof import("../../../firmware/app/diagnostics")>("app/diagnostics");

export const program: SensorDescriptor<ProgramSensorConfig> = {
  type: "program",
  defaults: { periodSeconds: 60, decimals: 1, min: -1e6, max: 1e6 },
  handle: "ProgramSensor",
  check: ({ min, max }, place, source) => {
    if (min >= max) source.error([...place, "min"], "has to be below max");
  },
  value: ({ unit, decimals, min, max }) => measured(unit, undefined, decimals, [min, max]),
  start: ({ id, min, max, decimals, periodSeconds }, [channel], program) => {
    const refuse = later(noteMissing(member(program.node, "diagnostics"), id));
    const sensor = program.whole.define(
      nameFor("sensor", id),
      driver.given({ min, max, step: 10 ** -decimals }, refuse),
    );
    openChannel(program, channel);
    program.whole.run(startGiven(variable(channelName(channel)), ms(periodSeconds), sensor));
  },
};
