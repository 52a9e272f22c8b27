import type { Pulses } from "../../../firmware/sensors/pulse-counter";
import type { Sensor } from "../../../firmware/sensors/sensor";
import type { PinName } from "../board/config/names";
import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { didYouMeanUnit } from "../home-assistant/unit-spelling";
import { pinNumber } from "../platforms/pin-number";
import { firmware, type Code } from "../program/code";
import { engine } from "../program/engine";
import { nameFor } from "../program/names";
import type { Program } from "../program/program";
import { openChannel } from "../program/readings";
import { ms } from "../program/units";
import type { Channel } from "./channel";
import { decimalsFor } from "./decimals";
import type { SensorDescriptor } from "./descriptor";
import { measured, total } from "./facts";
import { defaultRateUnit, pulseDeviceClasses, ratePerSecond, rateUnits } from "./pulse-units";

/** Pulses of a meter, a flow sensor or an anemometer: how fast they come, and how many there were. */
export interface PulseCounterSensorConfig extends SensorBase {
  type: "pulseCounter";
  pin: PinName;
  /** Pull resistor inside the chip. */
  pull: "up" | "down" | "none";
  /** Whether the level is low during a pulse, as with a contact to ground. */
  activeLow: boolean;
  /**
   * How long a pulse, and the pause between two, have to last, in milliseconds: 5 keeps a contact that bounces from counting
   * twice. 0 counts every edge at which a pulse begins.
   * @minimum 0
   * @maximum 1000
   */
  debounceMs: number;
  /**
   * Pulses for one unit of the total, such as the 1000 that a meter of electricity prints as "1000 imp/kWh".
   * @minimum 1e-6
   * @maximum 1e9
   */
  pulsesPerUnit: number;
  /**
   * Unit of the total, such as "kWh", "m³" or "L". Without one the total is a number, and the rate that number a second.
   * @minLength 1
   */
  unit?: string;
  /**
   * After how many seconds without a pulse the rate is 0. Until then it falls as the absence of pulses shows that it must have.
   * @minimum 1
   * @maximum 86400
   */
  zeroAfterSeconds: number;
  /** How fast the pulses come, measured between them; false: not published. */
  rate: false | PulseRateConfig;
  /** How many pulses there were; false: not published. */
  total: false | PulseTotalConfig;
}

export interface PulseRateConfig extends ChannelConfig {
  /**
   * Digits after the decimal point. Default: as many as the slowest rate takes that is not 0, of one pulse in zeroAfterSeconds; at
   * least 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
  /**
   * "W" or "kW" where the total is energy, else a unit by time, such as "L/min" or "m³/h". Default: "W" for energy, "m³/h" for
   * "m³", else the unit of the total with "/min"; "Hz" where it has none
   * @minLength 1
   */
  unit?: string;
}

export interface PulseTotalConfig extends ChannelConfig {
  /**
   * Digits after the decimal point. Default: as many as one pulse takes
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
  /**
   * Has the total outlive a reboot: it is saved in flash memory, which wears, every so many minutes in which it changed. What was
   * counted since is lost with the power. Default: it begins at 0 with each boot
   * @asType integer
   * @minimum 5
   * @maximum 1440
   */
  keepEveryMinutes?: number;
}

const driver = firmware<typeof import("../../../firmware/sensors/pulse-counter")>("sensors/pulse-counter");
const pulsesOnNode = firmware<typeof import("../../../firmware/app/readings/pulses")>("app/readings/pulses");

/** The fastest that the engine keeps up with, roughly, in pulses a second. */
const MOST_HZ = 10_000;
/** A rate is measured between pulses, and so finer than one of them. */
const LEAST_RATE_DECIMALS = 1;
/** The engine's limit on names of files is 28; a record stands in two, with a digit behind the name. */
const MAX_RECORD_NAME = 27;

export const pulseCounter: SensorDescriptor<PulseCounterSensorConfig> = {
  type: "pulseCounter",
  defaults: {
    pull: "up",
    activeLow: true,
    debounceMs: 0,
    pulsesPerUnit: 1,
    zeroAfterSeconds: 300,
    rate: {},
    total: {},
  },
  exampleEntry: { pulsesPerUnit: 1000, unit: "kWh", debounceMs: 5 },
  pins: { pin: "contact" },
  needs: [{ by: ["edges", "pulse-counters"], problem: "cannot count pulses; take Espruino" }],
  lostAsleep: "asleep the chip counts no pulses",
  takesPulseCounter: ({ debounceMs }) => debounceMs === 0,
  values: {
    rate: ({ unit: asked, decimals, filters }, { unit, pulsesPerUnit, zeroAfterSeconds }) => {
      const rateUnit = asked ?? defaultRateUnit(unit);
      const perHz = (ratePerSecond(unit, rateUnit) ?? 1) / pulsesPerUnit;
      const shown = decimals ?? Math.max(LEAST_RATE_DECIMALS, decimalsFor(perHz / zeroAfterSeconds, filters));
      return measured(rateUnit, pulseDeviceClasses(unit).rate, shown, [0, MOST_HZ * perHz]);
    },
    total: ({ decimals, filters }, { unit, pulsesPerUnit }) => {
      const shown = decimals ?? decimalsFor(1 / pulsesPerUnit, filters);
      return total(measured(unit, pulseDeviceClasses(unit).total, shown, [0, 1e12 / pulsesPerUnit]));
    },
  },
  check: ({ unit, rate, total, id }, place, source) => {
    const rateUnit = rate === false ? undefined : rate.unit;
    if (rateUnit !== undefined && ratePerSecond(unit, rateUnit) === undefined) {
      const ratePlace = [...place, "rate", "unit"];
      const shown = unit === undefined ? undefined : source.shown([...place, "unit"], unit);
      const shownRate = source.shown(ratePlace, rateUnit);
      source.error(
        ratePlace,
        `a total in ${shown ?? "pulses"} gives no rate in ${shownRate}` +
          // What there is, is made of the unit.
          (shown === unit
            ? `${didYouMeanUnit(shownRate, rateUnits(unit))}; there are: ${rateUnits(unit).join(", ")}`
            : "; take another unit"),
      );
    }
    if (total !== false && total.keepEveryMinutes !== undefined && totalRecord(id).length > MAX_RECORD_NAME) {
      const most = MAX_RECORD_NAME - totalRecord("").length;
      source.error([...place, "id"], `where its total is kept, an id has at most ${most} characters: Espruino's limit`);
    }
  },
  start: (config, channels, program) => {
    const { id, total } = config;
    const pulses = program.whole.define(nameFor("pulses", id), count(config, program));
    if (total !== false && total.keepEveryMinutes !== undefined) {
      // Before anything reads the count.
      const { storage } = engine("storage");
      const everyMs = total.keepEveryMinutes * 60_000;
      program.whole.run(pulsesOnNode.keepCount(program.node, storage, totalRecord(id), id, pulses, everyMs));
    }
    for (const channel of channels) {
      const way = openChannel(program, channel);
      program.whole.run(pulsesOnNode.startPulseValue(way, ms(config.periodSeconds), valueOf(config, channel, pulses)));
    }
    tellLostPulses(program);
  },
};

/** What a total is stored under. */
function totalRecord(id: string): string {
  return `total.${id}`;
}

function valueOf(config: PulseCounterSensorConfig, { quantity, unit }: Channel, pulses: Code<Pulses>): Code<Sensor> {
  const { pulsesPerUnit, zeroAfterSeconds } = config;
  if (quantity === "total") return driver.pulseTotal(pulses, pulsesPerUnit);
  const perHz = (ratePerSecond(config.unit, unit ?? "") ?? NaN) / pulsesPerUnit;
  return driver.pulseRate(engine("clock").clock, pulses, perHz, ms(zeroAfterSeconds));
}

/** Counts edges, where the engine tells when each came, or else by the chip's own counter. */
function count(config: PulseCounterSensorConfig, program: Program): Code<Pulses> {
  const { pin, pull, activeLow, debounceMs } = config;
  const input = { pin: pinNumber(pin), pull, activeLow, debounceMs };
  const isDebounced = debounceMs > 0;
  if (program.has("edges")) {
    return (isDebounced ? driver.countDebounced : driver.countEdges)(engine("edges").edgeInputs, input);
  }
  return isDebounced
    ? driver.countLevels(engine("pins").digitalInputs, engine("clock").clock, input)
    : driver.countByChip(engine("pulse-counters").pulseCounters, input);
}

/** Tells of edges that the engine lost, where it can tell. */
function tellLostPulses(program: Program): void {
  if (!program.has("lost-edges")) return;
  program.once("lost pulses", () => {
    const told = pulsesOnNode.reportLostPulses(program.node, engine("lost-edges").onLostEdges);
    program.whole.run(told);
    return told;
  });
}
