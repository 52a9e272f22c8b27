import type { SquareWaves } from "../../platforms/chips";
import { numberAt, type Draft } from "../draft";
import type { Path } from "../source";

/**
 * Checks that the engine can drive all square waves at once: it runs out of timers silently late, at the first command.
 * @param users What puts out a square wave
 */
export function checkSquareWaves(draft: Draft, users: readonly Path[], waves: SquareWaves, engine: string): void {
  const seen: number[] = [];
  for (const user of users) {
    const hz = numberAt(draft, [...user, "hz"]);
    if (hz === undefined) continue;
    const problem = tooMany(waves, seen, hz, engine);
    if (problem !== undefined) draft.source.error(user, problem);
    seen.push(hz);
  }
}

/** Why there cannot be one of `hz` besides those that there are. */
function tooMany(waves: SquareWaves, others: readonly number[], hz: number, engine: string): string | undefined {
  if (waves.kind === "own or shared") {
    const { own, shared, sharedHz } = waves;
    const alike = others.filter((other) => (other === sharedHz) === (hz === sharedHz)).length + 1;
    if (hz === sharedHz) {
      return alike > shared ? `${engine} drives at most ${shared} square waves at ${hz} Hz` : undefined;
    }
    return alike > own
      ? `${engine} drives at most ${own} square waves with a frequency of their own; ` +
          `write "hz": ${sharedHz}, which ${shared} more can share`
      : undefined;
  }
  const { most, frequencies, highestHz = Infinity } = waves;
  if (hz > highestHz) {
    return `${engine} drives square waves of at most ${highestHz} Hz here; write "hz": ${highestHz} or less`;
  }
  if (others.length >= most) return `${engine} drives at most ${most} square waves here`;
  const different = [...new Set(others)];
  return different.includes(hz) || different.length < frequencies
    ? undefined
    : `${engine} drives square waves of ${frequencies === 1 ? "one frequency" : `${frequencies} frequencies`} at a time; ` +
        `write "hz": ${different[0]} here too, or the same for all`;
}
