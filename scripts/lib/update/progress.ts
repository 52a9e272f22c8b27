import { progressBar } from "../cli/progress-bar";
import type { NodeUpdate, Phase } from "./node-update";

/** How far several nodes are, together. */
export interface Progress {
  doneBytes: number;
  totalBytes: number;
  /** How many are in each phase. */
  counts: ReadonlyMap<Phase, number>;
}

export function progressOf(nodes: readonly NodeUpdate[], sizeBytes: number): Progress {
  const counts = new Map<Phase, number>();
  let doneBytes = 0;
  for (const node of nodes) {
    counts.set(node.phase, (counts.get(node.phase) ?? 0) + 1);
    doneBytes += node.bytes;
  }
  return { doneBytes, totalBytes: nodes.length * sizeBytes, counts };
}

/** So far back the pace is looked at, which the rest will take. */
const PACE_MS = 30_000;

/** How fast it goes, by what was done of late: what was there at the beginning took no time. */
export class Pace {
  readonly #seen: { atMs: number; bytes: number }[] = [];

  /** @returns how long the rest takes, in seconds; undefined where it does not move */
  secondsLeft(nowMs: number, { doneBytes, totalBytes }: Progress): number | undefined {
    this.#seen.push({ atMs: nowMs, bytes: doneBytes });
    while (this.#seen.length > 2 && nowMs - this.#seen[0].atMs > PACE_MS) this.#seen.shift();
    const [{ atMs, bytes }] = this.#seen;
    const moved = doneBytes - bytes;
    return moved > 0 ? Math.ceil(((totalBytes - doneBytes) * (nowMs - atMs)) / moved / 1_000) : undefined;
  }
}

const SHOWN: readonly (readonly [Phase, string])[] = [
  ["offered", "asked"],
  ["taking", "taking it"],
  ["installing", "starting it"],
  ["trial", "on trial"],
  ["confirmed", "confirmed"],
  ["failed", "not updated"],
];

/** All of it in one line: bytes, time left, and where there are several nodes, how many are where. */
export function progressText(progress: Progress, secondsLeft: number | undefined, nodes: number): string {
  const { doneBytes, totalBytes, counts } = progress;
  const left = secondsLeft === undefined || doneBytes === totalBytes ? "" : `  ${duration(secondsLeft)} left`;
  const said = SHOWN.flatMap(([phase, words]) => {
    const count = counts.get(phase) ?? 0;
    return count === 0 ? [] : [nodes === 1 ? words : `${count} ${words}`];
  });
  return `${progressBar(doneBytes, totalBytes)}  ${doneBytes} of ${totalBytes} bytes${left}  ${said.join(", ")}`;
}

function duration(seconds: number): string {
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
