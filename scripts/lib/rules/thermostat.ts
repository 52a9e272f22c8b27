import type { Climate } from "../../../firmware/actuators/climate";
import { failSafeOf } from "../actuators/fail-safe";
import type { ActuatorBase } from "../board/config/actuator";
import type { Id } from "../board/config/names";
import type { SensorRuleBase } from "../board/config/rule";
import type { BoardSource, Path } from "../board/source";
import { didYouMean } from "../cli/did-you-mean";
import { alarms } from "../program/alarms";
import { firmware, later, member, value, variable, type Code } from "../program/code";
import { setPointName, setPointVariable } from "../program/names";
import type { Program } from "../program/program";
import { ms } from "../program/units";
import type { Channel } from "../sensors/channel";
import type { RuledBoard, RuleDescriptor } from "./descriptor";
import { nameOfActuator, nameOfValue } from "./names";

/**
 * A switch that goes by a number: a heater by the temperature, a humidifier by the humidity. It goes on when the value is beyond
 * target and hysteresis, off when it is beyond them on the other side, and stays as it is in between. Limits of the switch hold.
 */
export interface ThermostatRuleConfig extends SensorRuleBase {
  type: "thermostat";
  /** The id of a sensor, or of one of its several values: "<id>-<value>". It goes by the values as they are published. */
  sensor: string;
  /**
   * The id of the switch.
   */
  actuator: Id;
  /**
   * The value to hold, or the id of a "number" among the actuators that says it, or of a "climate": in a mode that leaves this rule out
   * its switch goes off, and stays off.
   */
  target: number | string;
  /**
   * How far below and above the target the value may be, in its unit.
   * @minimum 0
   * @maximum 1e6
   */
  hysteresis: number;
  /** "heat" switches on below the target, "cool" above it. */
  mode: "heat" | "cool";
  /**
   * How long the last reading is trusted, in seconds. Default: three periods of the sensor, at least 60
   * @asType integer
   * @minimum 1
   * @maximum 86400
   */
  noReadingSeconds?: number;
  /** What the switch is told when there was no reading for so long. */
  noReading: "OFF" | "ON" | "keep";
}

/** Kinds of actuators that say a target. */
const SAY_TARGETS: readonly string[] = ["number", "climate"];

const driver = firmware<typeof import("../../../firmware/app/rules/thermostat")>("app/rules/thermostat");
const { follow } = firmware<typeof import("../../../firmware/app/readings/telemetry")>("app/readings/telemetry");

export const thermostat: RuleDescriptor<ThermostatRuleConfig> = {
  type: "thermostat",
  defaults: { hysteresis: 0.5, mode: "heat", noReading: "OFF" },
  exampleEntry: { sensor: "air", actuator: "heater", target: 5, hysteresis: 0.5 },
  exampleOn: {
    buses: [{ id: "wire", type: "oneWire", pin: "D4" }],
    sensors: [{ id: "air", type: "ds18b20", periodSeconds: 10 }],
    actuators: [{ id: "heater", type: "switch", pin: "D25" }],
  },
  checkReferences: () => {},
  checkOn: (rule, place, board, source) => {
    checkReading(rule, place, board, source);
    const index = board.actuators.findIndex(({ id }) => id === rule.actuator);
    // Where there is none, that is told already.
    if (index >= 0) checkSwitch(rule, place, board.actuators[index], index, source);
    if (typeof rule.target === "string") {
      const numbers = board.actuators.filter(({ type }) => SAY_TARGETS.includes(type));
      if (!numbers.some(({ id }) => id === rule.target)) {
        const ids = numbers.map((each) => source.shown(["actuators", board.actuators.indexOf(each), "id"], each.id));
        const target = source.shown([...place, "target"], rule.target);
        source.error([...place, "target"], unknown('"number" or "climate" that is called', target, ids));
      }
    }
  },
  regulates: ({ sensor, actuator, target, mode }) => ({ sensor, actuator, target, mode }),
  sentence,
  isAbout: ({ sensor }, channel) => channel.id === sensor,
  steps: ({ config, channel, index, actuator }, program) => {
    const hasFilters = channel.filters.length > 0;
    const name = `thermostat_${index}`;
    return {
      follow: (way) => {
        const options = optionsOf(config, channel, actuator);
        const climate = climateOf(config, program);
        const made =
          climate === undefined
            ? driver.thermostat(way, alarms(program), options)
            : driver.thermostat(way, alarms(program), options, climate);
        if (hasFilters) program.whole.define(name, made);
        else program.whole.run(made);
      },
      // A filter may leave out readings that bring nothing new.
      ...(hasFilters ? { listen: (way) => program.whole.run(follow(way, variable(name))) } : {}),
    };
  },
};

/** What says the target, where that has a mode as well. */
function climateOf({ target }: ThermostatRuleConfig, { board }: Program): Code<Climate> | undefined {
  const isClimate = board.actuators.some(({ id, type }) => id === target && type === "climate");
  return typeof target === "string" && isClimate ? variable<Climate>(setPointName(target)) : undefined;
}

/** How long the last reading is trusted. */
function trustedSeconds({ noReadingSeconds }: ThermostatRuleConfig, { sensor }: Channel): number {
  return noReadingSeconds ?? Math.max(60, 3 * sensor.periodSeconds);
}

function sentence(rule: ThermostatRuleConfig, board: RuledBoard): string {
  const { sensor, actuator, mode, noReading } = rule;
  const channel = board.channels.find(({ id }) => id === sensor);
  const [below, above] = boundsOf(rule, channel?.unit, board);
  const [on, off] = mode === "heat" ? [below, above] : [above, below];
  const without =
    channel === undefined || noReading === "keep"
      ? ""
      : `, and ${noReading} when there was no reading for ${trustedSeconds(rule, channel)} s`;
  return `${nameOfActuator(actuator, board)} goes ON when ${nameOfValue(sensor, board)} is ${on}, OFF when it is ${off}${without}`;
}

/** The two ends of what the value may be, in words. */
function boundsOf(
  { target, hysteresis }: ThermostatRuleConfig,
  ownUnit: string | undefined,
  board: RuledBoard,
): [string, string] {
  const unit = ownUnit === undefined ? "" : ` ${ownUnit}`;
  if (typeof target === "number") {
    // Without the noise of binary fractions.
    const [low, high] = [target - hysteresis, target + hysteresis].map((bound) => Number(bound.toFixed(6)));
    return [`below ${low}${unit}`, `above ${high}${unit}`];
  }
  const name = nameOfActuator(target, board);
  const by = hysteresis === 0 ? "" : `${hysteresis}${unit} `;
  return [`${by}below ${name}`, `${by}above ${name}`];
}

function optionsOf(
  config: ThermostatRuleConfig,
  channel: Channel,
  index: number,
): Parameters<typeof driver.thermostat>[2] {
  const { target, hysteresis, mode, noReading } = config;
  return {
    index,
    target: typeof target === "number" ? later(value(target)) : member(setPointVariable(target), "value"),
    hysteresis,
    isCooling: mode === "cool",
    noReadingMs: ms(trustedSeconds(config, channel)),
    noReading: noReading === "keep" ? "" : noReading,
  };
}

function checkSwitch(
  rule: ThermostatRuleConfig,
  place: Path,
  actuator: ActuatorBase,
  index: number,
  source: BoardSource,
): void {
  if (actuator.type !== "switch") {
    const shown = source.shown([...place, "actuator"], rule.actuator);
    const shownType = source.shown(["actuators", index, "type"], actuator.type);
    source.error([...place, "actuator"], `a thermostat needs a "switch", and ${shown} is a "${shownType}"`);
  } else if ((failSafeOf(actuator)?.action ?? "keep") !== "keep") {
    source.warning(
      ["actuators", index, "failSafe"],
      "a thermostat commands this switch, also without a broker, and soon again",
    );
  }
}

function checkReading(rule: ThermostatRuleConfig, place: Path, { channels }: RuledBoard, source: BoardSource): void {
  const numbers = channels.filter(({ kind }) => kind === "sensor");
  const channel = numbers.find(({ id }) => id === rule.sensor);
  if (channel === undefined) {
    const ids = numbers.map((each) =>
      [source.shown([...each.place.slice(0, 2), "id"], each.sensor.id), ...each.place.slice(2)].join("-"),
    );
    const sensor = source.shown([...place, "sensor"], rule.sensor);
    source.error([...place, "sensor"], unknown("number that is measured as", sensor, ids));
  } else if (rule.noReadingSeconds !== undefined && rule.noReadingSeconds <= channel.sensor.periodSeconds) {
    source.error(
      [...place, "noReadingSeconds"],
      `has to be more than the sensor's period (${channel.sensor.periodSeconds} s)`,
    );
  }
}

function unknown(what: string, id: string, ids: readonly string[]): string {
  return `the board has no ${what} "${id}"${didYouMean(id, ids)}; there are: ${ids.length > 0 ? ids.join(", ") : "none"}`;
}
