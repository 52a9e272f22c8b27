import { grouped, ratio, table } from "../bench/markdown";
import { RECEIVERS, type Finding } from "./compare";
import type { Spread } from "./measure";
import { cost, pairs, phaseCosts, readingCosts, runOf, wholeReading, type Cost } from "./reckoning";
import type { Words } from "./words";

/** What latencies stand beside. */
const BASE = "MQTT, QoS 0";
const ACKNOWLEDGED_BASE = "MQTT, QoS 1";

type Pair = ReturnType<typeof pairs>[number];

/** Bytes, and packets in brackets. */
export function cell({ bytes, packets }: Cost): string {
  return packets === 0 ? "–" : `${grouped(bytes)} (${tenths(packets)})`;
}

/** 1 → "1", 1.02 → "1.0": not every reading took as many. */
function tenths(value: number): string {
  return Number.isInteger(value) || value >= 100 ? grouped(value) : value.toFixed(1);
}

/** One reading at its sender and at one receiver. */
export function readingTable(findings: readonly Finding[], words: Words): string {
  const titles = [words.sender, words.receiver, words.wire];
  const cells = (finding: Finding): string[] => {
    const run = runOf(finding, 1);
    const { sender, receiver } = readingCosts(run);
    return [cell(sender), cell(receiver), grouped(wholeReading(run))];
  };
  return table([
    [words.protocol, ...titles, ...titles.map(words.secure)],
    ...pairs(findings).map(({ plain, secure }) => [words.name(plain.protocol), ...cells(plain), ...cells(secure)]),
  ]);
}

/** Connecting, an hour without readings, and ending, at a sender and at a receiver. */
export function phaseTable(findings: readonly Finding[], isSecure: boolean, words: Words): string {
  const titles = [words.connect, words.idleHour, words.end];
  return table([
    [words.protocol, ...titles.flatMap((title) => [words.sender, words.receiver].map((who) => `${title}, ${who}`))],
    ...findings
      .filter((finding) => finding.isSecure === isSecure)
      .map((finding) => {
        const run = runOf(finding, 1);
        const { sender, receiver } = finding.idleHour;
        const columns = [
          phaseCosts(run, "connect"),
          { sender: cost(sender), receiver: cost(receiver) },
          phaseCosts(run, "end"),
        ];
        return [words.name(finding.protocol), ...columns.flatMap((each) => [cell(each.sender), cell(each.receiver)])];
      }),
  ]);
}

/** One reading at its sender and at all receivers, with headers. */
export function fanOutTable(findings: readonly Finding[], words: Words): string {
  return byReceivers(pairs(findings), words, (finding, receivers) => grouped(wholeReading(runOf(finding, receivers))));
}

/** How long it took until all receivers had a reading, beside MQTT at QoS 0. */
export function latencyTable(findings: readonly Finding[], words: Words): string {
  return ratios(pairs(findings), BASE, words, (finding, receivers) => runOf(finding, receivers).latency.toAllMs);
}

/** How long it took until the sender knew, beside MQTT at QoS 1. */
export function acknowledgementTable(findings: readonly Finding[], words: Words): string {
  const acknowledged = pairs(findings).filter(({ plain }) => plain.isAcknowledged);
  return ratios(
    acknowledged,
    ACKNOWLEDGED_BASE,
    words,
    (finding, receivers) => runOf(finding, receivers).latency.acknowledgedMs!,
  );
}

/** Medians beside that of one protocol, by what it took in the same run; in milliseconds where that protocol was left out. */
function ratios(
  rows: readonly Pair[],
  base: string,
  words: Words,
  spread: (finding: Finding, receivers: number) => Spread,
): string {
  const beside = rows.find(({ plain }) => plain.protocol === base);
  return byReceivers(rows, words, (finding, receivers) => {
    const { median } = spread(finding, receivers);
    if (beside === undefined) return `${median.toFixed(2)} ms`;
    const { median: measure } = spread(finding.isSecure ? beside.secure : beside.plain, receivers);
    return finding.protocol === base ? `1 (${median.toFixed(2)} ms)` : ratio(median, measure);
  });
}

function byReceivers(
  rows: readonly Pair[],
  words: Words,
  cellOf: (finding: Finding, receivers: number) => string,
): string {
  const titles = RECEIVERS.map(words.receivers);
  return table([
    [words.protocol, ...titles, ...titles.map(words.secure)],
    ...rows.map(({ plain, secure }) => [
      words.name(plain.protocol),
      ...[plain, secure].flatMap((finding) => RECEIVERS.map((receivers) => cellOf(finding, receivers))),
    ]),
  ]);
}
