import type { Ledger } from "./ledger";
import type { History, NodeRecord } from "./node-record";
import { peakWithinSecond, timesOf, type FleetReport, type Phase, type Readings } from "./report";

/** What a phase begins with, and when. */
export interface PhaseStart {
  readonly name: string;
  readonly atMs: number;
}

/** What the first phase is called: there a node counts from its own start. */
const START = "start";

/** @param histories Of the ledger's nodes */
export function phasesOf(
  ledger: Ledger,
  histories: readonly History[],
  starts: readonly PhaseStart[],
  endMs: number,
): Phase[] {
  const all = [{ name: START, atMs: Math.min(...ledger.nodes.map(({ startMs }) => startMs)) }, ...starts];
  return all.map(({ name, atMs: fromMs }, index) => {
    const toMs = all[index + 1]?.atMs ?? endMs;
    const away = histories.flatMap(({ online }, node) => {
      const sinceMs = name === START ? ledger.nodes[node]!.startMs : fromMs;
      const wasOnline = online.some((each) => each.fromMs <= fromMs && each.toMs >= toMs);
      if (wasOnline) return [];
      const lostMs =
        online.find((each) => each.toMs > fromMs && each.toMs < toMs && each.fromMs <= fromMs)?.toMs ?? fromMs;
      const backMs = online.find((each) => each.fromMs >= lostMs && each.fromMs < toMs)?.fromMs;
      return [backMs === undefined ? NaN : (backMs - sinceMs) / 1000];
    });
    const back = away.filter((each) => !Number.isNaN(each));
    return {
      name,
      away: away.length,
      back: back.length,
      seconds: timesOf(back),
      peakConnections: peakWithinSecond(ledger.connected.filter((atMs) => atMs >= fromMs && atMs < toMs)),
    };
  });
}

/** @param made How many readings each node made of each of its sensors */
export function readingsOf(
  ledger: Ledger,
  histories: readonly History[],
  made: readonly (readonly number[])[],
): Readings[] {
  const byQos = new Map<number, Readings>();
  ledger.nodes.forEach((node, index) =>
    node.readings.forEach(({ sensor, arrivals }, place) => {
      const { qos } = sensor;
      const all = byQos.get(qos) ?? { qos, made: 0, arrived: 0, missing: 0, atBreaks: 0, notBack: 0, doubled: 0 };
      byQos.set(qos, all);
      const many = made[index]?.[place] ?? 0;
      const { missing, atBreaks, notBack } = missingOf(node, histories[index]!, place, many);
      all.made += many;
      all.arrived += many - missing;
      all.missing += missing;
      all.atBreaks += atBreaks;
      all.notBack += notBack;
      for (const [number, counts] of arrivals) if (number <= many) all.doubled += ledger.cameOut(counts) - 1;
    }),
  );
  return [...byQos.values()].sort((one, other) => one.qos - other.qos);
}

/** @param many How many readings a node made of one of its sensors */
function missingOf(
  { readings }: NodeRecord,
  { online, madeBeforeBreak }: History,
  place: number,
  many: number,
): Pick<Readings, "missing" | "atBreaks" | "notBack"> {
  const isBack = online.at(-1)?.toMs === Infinity;
  const found = { missing: 0, atBreaks: 0, notBack: 0 };
  for (let number = 1; number <= many; number++) {
    if (readings[place]?.arrivals.has(number) === true) continue;
    found.missing++;
    if (number <= (madeBeforeBreak?.[place] ?? 0)) found.atBreaks++;
    else if (!isBack) found.notBack++;
  }
  return found;
}

/** The nodes' own counters, against what was counted outside. */
export function toldBy(
  ledger: Ledger,
  histories: readonly History[],
  made: readonly (readonly number[])[],
): FleetReport["told"] {
  const told = { otherSessions: 0, dropped: 0, lostUntold: 0, withoutReport: 0 };
  ledger.nodes.forEach((record, node) => {
    const { lastReport, readings } = record;
    if (lastReport === undefined) {
      told.withoutReport++;
      return;
    }
    const dropped = Number(lastReport["dropped"] ?? 0);
    told.dropped += dropped;
    if (Number(lastReport["connects"]) !== histories[node]!.sessions) told.otherSessions++;
    const lost = readings.reduce((sum, _, place) => {
      const { missing, notBack } = missingOf(record, histories[node]!, place, made[node]?.[place] ?? 0);
      return sum + missing - notBack;
    }, 0);
    told.lostUntold += Math.max(0, lost - dropped);
  });
  return told;
}

export function willsOf(ledger: Ledger, histories: readonly History[]): FleetReport["wills"] {
  return {
    due: histories.reduce((sum, { willsDue }) => sum + willsDue, 0),
    came: ledger.nodes.reduce((sum, { offlines }) => sum + ledger.cameOut(offlines), 0),
  };
}
