import type { Import } from "./imports";

/** For each file that leads back to itself the files on the shortest way round, but for files on a way that was told before. */
export function circles(imports: readonly Import[]): string[][] {
  const ways = new Map<string, Set<string>>();
  for (const { from, to } of imports) ways.set(from, (ways.get(from) ?? new Set<string>()).add(to));
  const found: string[][] = [];
  const known = new Set<string>();
  for (const start of ways.keys()) {
    const circle = known.has(start) ? undefined : shortestWayBack(start, ways);
    circle?.forEach((file) => known.add(file));
    if (circle !== undefined) found.push(circle);
  }
  return found;
}

/** Looks in growing distance from `start`; undefined where no way leads back to it. */
function shortestWayBack(start: string, ways: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    for (const next of ways.get(file) ?? []) {
      if (next === start) {
        const circle = [file];
        while (circle[0] !== start) circle.unshift(cameFrom.get(circle[0])!);
        return circle;
      }
      if (!cameFrom.has(next)) {
        cameFrom.set(next, file);
        waiting.push(next);
      }
    }
  }
  return undefined;
}
