/** Percentiles of times in seconds; NaN of none. */
export interface Times {
  p50: number;
  p95: number;
  max: number;
}

/** From a fault, or the beginning, to the next one. */
export interface Phase {
  /** "start", or the fault as it is written. */
  name: string;
  /** Nodes that were not online at its beginning, or were not for a while in it. */
  away: number;
  /** How many of those were online again before the next one, … */
  back: number;
  /** … how long after the beginning of the phase; in the first one after the node's own start. */
  seconds: Times;
  /** The most TCP connections that nodes made within one second. */
  peakConnections: number;
}

/** Readings with one quality of service. */
export interface Readings {
  qos: number;
  /** Values that nodes have read at their pins. */
  made: number;
  /** Of those, what came out at the broker, at least once. */
  arrived: number;
  missing: number;
  /** Of those that are missing, those that were made before a connection of their node broke, … */
  atBreaks: number;
  /** … and those made since by nodes that were not back at the end: there they may still wait. */
  notBack: number;
  /** How often one came that had come before. */
  doubled: number;
}

/** What one broker has retained as nodes' status. */
export interface RetainedStatus {
  broker: string;
  /** Of nodes that are online, or were until their power went, the number of those for which it says something else, and nothing. */
  whileOnline: { wrong: number; missing: number };
  afterPowerCut: { wrong: number; missing: number };
}

/** What a run has shown. All of it was counted outside the nodes, but for what is said to be told by them. */
export interface FleetReport {
  board: string;
  nodes: number;
  seconds: number;
  brokers: string[];
  faults: string[];
  machine: { cores: number; processor: string; loadBefore: number; workers: number };
  /** How far a board's clock was behind the wall's at most; with more than 250 ms the run is not valid. */
  lagMs: number;
  isValid: boolean;
  phases: Phase[];
  readings: Readings[];
  /** Connections that ended without DISCONNECT, and status `offline` that came. */
  wills: { due: number; came: number };
  retained: RetainedStatus[];
  told: {
    /** Nodes whose last report tells of other sessions than there were. */
    otherSessions: number;
    /** What all last reports together tell as dropped. */
    dropped: number;
    /**
     * Readings that are missing, wait in no node and were not told as dropped, of nodes where there are more of the one than of the other.
     * At QoS 0 no node can know what was on its way when a connection broke.
     */
    lostUntold: number;
    withoutReport: number;
  };
  node: { cpuMsPerSecond: number; bytes: number; bootMs: number };
  /** Exceptions that came out of the firmware, each once. */
  errors: string[];
}

/** A board may be so far behind the clock on the wall. */
export const MOST_LAG_MS = 250;

export function timesOf(seconds: readonly number[]): Times {
  const sorted = [...seconds].sort((one, other) => one - other);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** The most of some moments that lie within one second, in ms. */
export function peakWithinSecond(moments: readonly number[]): number {
  const sorted = [...moments].sort((one, other) => one - other);
  let first = 0;
  let most = 0;
  sorted.forEach((moment, index) => {
    while (sorted[first]! <= moment - 1_000) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/** A report for people, a line each. */
export function inLines(report: FleetReport): string[] {
  const { machine, told, node, wills } = report;
  const lines = [
    `${report.nodes} nodes of ${report.board} for ${report.seconds} s on ${report.brokers.join(", ")}`,
    `machine     ${machine.cores} × ${machine.processor}, load ${machine.loadBefore.toFixed(1)} before; ${machine.workers} worker${machine.workers === 1 ? "" : "s"}`,
    `clocks      at most ${Math.round(report.lagMs)} ms behind the wall's`,
    ...(report.isValid
      ? []
      : [
          `            more than ${MOST_LAG_MS} ms: THIS RUN IS NOT VALID. Take fewer nodes, or a machine with less to do`,
        ]),
    `per node    ${node.cpuMsPerSecond.toFixed(2)} ms of processor a second, ${(node.bytes / 1e6).toFixed(2)} MB, ${node.bootMs.toFixed(0)} ms to boot`,
    "",
    ...table(
      ["", "away", "back", "p50", "p95", "max", "connections/s at most"],
      report.phases.map(({ name, away, back, seconds, peakConnections }) => [
        name,
        String(away),
        String(back),
        ...[seconds.p50, seconds.p95, seconds.max].map((each) => (Number.isNaN(each) ? "–" : `${each.toFixed(1)} s`)),
        String(peakConnections),
      ]),
    ),
    "",
    ...table(
      ["readings", "made", "arrived", "missing", "at breaks", "not back", "doubled"],
      report.readings.map(({ qos, made, arrived, missing, atBreaks, notBack, doubled }) =>
        [`QoS ${qos}`, made, arrived, missing, atBreaks, notBack, doubled].map(String),
      ),
    ),
    "",
    `wills       ${wills.came} came, of ${wills.due} connections that ended without DISCONNECT`,
    ...report.retained.map(
      ({ broker, whileOnline, afterPowerCut }) =>
        `status      retained by ${broker}: ${ofNodes(whileOnline)}; after the power cut at the end: ${ofNodes(afterPowerCut)}`,
    ),
    `nodes tell  ${told.dropped} dropped; ${told.lostUntold} lost that none told of; other sessions than there were: ${told.otherSessions}; without a report: ${told.withoutReport}`,
    ...report.errors.map((error) => `exception   ${error}`),
  ];
  return lines;
}

function ofNodes({ wrong, missing }: { wrong: number; missing: number }): string {
  return `${wrong} wrong, ${missing} missing`;
}

function table(head: string[], rows: string[][]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(Math.max(11, widths[0]!)) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}
