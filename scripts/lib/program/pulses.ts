import type { Board } from "../board/config";
import type { PulseCounterSensorConfig } from "../board/config/sensors";
import { DEFAULTS } from "../board/defaults";
import { literal } from "../bytes";
import { channelName, type Channel } from "../sensors/channels";
import { engineFile } from "../platforms/engine-files";
import { defaultRateUnit, ratePerSecond } from "../sensors/pulse-units";
import type { Imports } from "./imports";
import { pinNumber } from "../platforms/pin-number";

/** What a pulse counter's total is stored under. */
export function totalRecord(id: string): string {
  return `total.${id}`;
}

/** The statements that start a pulse counter, with what its channels ask for and no more. */
export function pulseCounterStatements(
  board: Board,
  sensor: PulseCounterSensorConfig,
  channels: readonly Channel[],
  imports: Imports,
): string[] {
  const { unit, pulsesPerUnit = 1, debounceMs = 0, rate, total } = sensor;
  const pulses = `pulses_${sensor.id.replaceAll("-", "$")}`;
  const statements = [
    `const ${pulses} = ${count(board, debounceMs > 0, imports)}, ` +
      `{ pin: ${pinNumber(sensor.pin)}, pull: "${sensor.pull ?? DEFAULTS.pull}", ` +
      `activeLow: ${sensor.activeLow ?? true}, debounceMs: ${debounceMs} });`,
  ];
  if (total !== false && total?.keepEveryMinutes !== undefined) {
    // Before anything reads the count.
    statements.push(
      `${imports.use("app/readings/pulses", "keepCount")}(node, ${imports.useEngine("storage", "storage")}, ` +
        `${literal(totalRecord(sensor.id))}, ${literal(sensor.id)}, ${pulses}, ${total.keepEveryMinutes * 60_000});`,
    );
  }
  for (const channel of channels) {
    let driver: string;
    if (channel.quantity === "rate" && rate !== false) {
      const perHz = (ratePerSecond(unit, rate?.unit ?? defaultRateUnit(unit)) ?? NaN) / pulsesPerUnit;
      const zeroAfterMs = Math.round((sensor.zeroAfterSeconds ?? DEFAULTS.zeroAfterSeconds) * 1000);
      driver = `${imports.use("sensors/pulse-counter", "pulseRate")}(clock, ${pulses}, ${perHz}, ${zeroAfterMs})`;
    } else {
      driver = `${imports.use("sensors/pulse-counter", "pulseTotal")}(${pulses}, ${pulsesPerUnit})`;
    }
    statements.push(
      `${imports.use("app/readings/pulses", "startPulseValue")}(${channelName(channel)}, ` +
        `${Math.round(sensor.periodSeconds * 1000)}, ${driver});`,
    );
  }
  return statements;
}

/** The beginning of the call that counts: of edges, where the engine tells when each came, or else of the chip's own counter. */
function count(board: Board, isDebounced: boolean, imports: Imports): string {
  const counting = (name: string): string => imports.use("sensors/pulse-counter", name);
  if (engineFile(board, "edges") !== undefined) {
    const inputs = imports.useEngine("edges", "edgeInputs");
    return `${counting(isDebounced ? "countDebounced" : "countEdges")}(${inputs}`;
  }
  return isDebounced
    ? `${counting("countLevels")}(${imports.useEngine("pins", "digitalInputs")}, ${imports.useEngine("clock", "clock")}`
    : `${counting("countByChip")}(${imports.useEngine("pulse-counters", "pulseCounters")}`;
}

/** What tells of edges that the engine lost, where any are counted and it can tell. */
export function lostPulses(board: Board, imports: Imports): string[] {
  if (!(board.sensors ?? []).some(({ type }) => type === "pulseCounter")) return [];
  if (engineFile(board, "lost-edges") === undefined) return [];
  const onLostEdges = imports.useEngine("lost-edges", "onLostEdges");
  return [`${imports.use("app/readings/pulses", "reportLostPulses")}(node, ${onLostEdges});`];
}
