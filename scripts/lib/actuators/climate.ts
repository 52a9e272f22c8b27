import type { ActuatorBase } from "../board/config/actuator";
import type { BoardBase } from "../board/config/node";
import { commanded, shown, type Component } from "../home-assistant/component";
import { firmware, lambda, same, verbatim, type Code } from "../program/code";
import { setPointName } from "../program/names";
import { storedValue } from "../program/settings";
import type { Regulation } from "../rules/descriptor";
import { regulationsOf } from "../rules/registry";
import { channelsOf } from "../sensors/channels";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";
import { checkSteps, decimalsIn, middleStep } from "./steps";

/**
 * What a room is to be like: the temperature to hold, and what may be done for it. A rule of type "thermostat" that names it as its
 * target goes by both, and two of them, one that heats and one that cools, may share one. Commands: a number from min to max, rounded
 * to the nearest step, or a mode: off, heat, cool, or heat_cool where it has both. The state is JSON. Both are kept in the chip's flash
 * memory, as a number is. Before it was ever told, it does what its rules do.
 */
export interface ClimateActuatorConfig extends ActuatorBase {
  type: "climate";
  /**
   * The lowest target.
   * @minimum -100
   * @maximum 300
   */
  min: number;
  /**
   * The highest target.
   * @minimum -100
   * @maximum 300
   */
  max: number;
  /**
   * How far targets lie apart.
   * @minimum 0.01
   * @maximum 100
   */
  step: number;
  /** That of the sensor. */
  unit: "°C" | "°F";
  /**
   * The target before it was ever set. Default: min
   * @minimum -100
   * @maximum 300
   */
  initialValue: number;
}

const driver = firmware<typeof import("../../../firmware/actuators/climate")>("actuators/climate");

export const climate: ActuatorDescriptor<ClimateActuatorConfig> = {
  type: "climate",
  defaults: { step: 0.5, unit: "°C" },
  exampleEntry: { min: 5, max: 30 },
  exampleOn: {
    sensors: [{ id: "air", type: "ntc", pin: "D34", periodSeconds: 20, resistorOhms: 10_000, beta: 3950 }],
    actuators: [{ id: "heater", type: "switch", pin: "D25" }],
    rules: [{ type: "thermostat", sensor: "air", actuator: "heater", target: "climate" }],
  },
  derived: { initialValue: ({ min }) => min },
  check: checkSteps,
  checkOn: (config, place, board, source) => {
    const own = regulationsOf(board).filter(({ target }) => target === config.id);
    if (own.length === 0) {
      source.error(place, 'no rule goes by it; name it as the "target" of a "thermostat"');
    }
    const sensors = channelsOf(board).filter(({ id }) => own.some(({ sensor }) => sensor === id));
    const other = sensors.find(({ unit }) => unit !== config.unit);
    if (other !== undefined) {
      source.error(
        [...place, "unit"],
        `the sensor of its rule measures ${other.unit === undefined ? "without a unit" : `in ${other.unit}`}; a climate holds a temperature in the sensor's unit`,
      );
    }
    for (const mode of ["heat", "cool"] as const) {
      if (own.filter((each) => each.mode === mode).length > 1) {
        source.error(place, `two rules that ${mode} go by it; give one of them a "climate" of its own`);
      }
    }
  },
  example: middleStep,
  longestCommandBytes: SHORT_COMMAND_BYTES + 1,
  longestState: '{"mode":"heat_cool","target":-33.33}',
  handle: "ClimateActuator",
  homeAssistant: {
    commanded: commandedAs,
    shown: (config) => ({
      p: "sensor",
      dev_cla: "temperature",
      unit_of_meas: config.unit,
      val_tpl: "{{ value_json.target }}",
      // The mode among them.
      json_attr_t: config.stateTopic,
      ...shown(config),
    }),
  },
  control: ({ id, min, max, step, unit }, board) => {
    return { kind: "climate", from: min, to: max, step, unit, modes: modesOf(ownRules(id, board)) };
  },
  isKept: () => true,
  make: ({ id, min, max, step, initialValue }, program) => {
    const modes = modesOf(ownRules(id, program.board));
    const isMode = lambda(["text"], (text: Code<string>) =>
      modes.map((mode) => same(text, mode)).reduce((all, each) => verbatim<boolean>`${all} || ${each}`),
    );
    const options = { min, max, step, decimals: decimalsIn(min, step), isMode, initialMode: modes[modes.length - 1] };
    const made = driver.climate(options, initialValue, storedValue(program, id, ""));
    return program.before.define(setPointName(id), made);
  },
};

function ownRules(id: string, board: Pick<BoardBase, "rules">): Regulation[] {
  return regulationsOf(board).filter(({ target }) => target === id);
}

/** What it can be told to do; the last is all that its rules do. */
function modesOf(rules: readonly Regulation[]): [string, ...string[]] {
  const done = (["heat", "cool"] as const).filter((mode) => rules.some((rule) => rule.mode === mode));
  return ["off", ...done, ...(done.length > 1 ? ["heat_cool"] : [])];
}

const ACTIONS = { heat: "heating", cool: "cooling" } as const;

function commandedAs(config: ClimateActuatorConfig, board: BoardBase): Component {
  const { cmd_t, stat_t } = commanded(config);
  const rules = ownRules(config.id, board);
  const channel = channelsOf(board).find(({ id }) => rules.some(({ sensor }) => sensor === id));
  const [rule] = rules;
  // Of two rules there are two switches, and Home Assistant looks at one topic for what is done.
  const driven = rules.length === 1 ? board.actuators.find(({ id }) => id === rule.actuator) : undefined;
  return {
    p: "climate",
    modes: modesOf(rules),
    mode_cmd_t: cmd_t,
    mode_stat_t: stat_t,
    mode_stat_tpl: "{{ value_json.mode }}",
    temp_cmd_t: cmd_t,
    temp_stat_t: stat_t,
    temp_stat_tpl: "{{ value_json.target }}",
    ...(channel === undefined ? {} : { curr_temp_t: channel.stateTopic }),
    ...(driven === undefined
      ? {}
      : { act_t: driven.stateTopic, act_tpl: `{{ '${ACTIONS[rule.mode]}' if value == 'ON' else 'idle' }}` }),
    min_temp: config.min,
    max_temp: config.max,
    temp_step: config.step,
    temp_unit: config.unit === "°C" ? "C" : "F",
  };
}
