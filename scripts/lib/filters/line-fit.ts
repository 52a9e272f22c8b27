/** What is measured, and what it should be. */
export interface DataPoint {
  /**
   * @minimum -1e9
   * @maximum 1e9
   */
  from: number;
  /**
   * @minimum -1e9
   * @maximum 1e9
   */
  to: number;
}

/** value × factor + offset */
export interface Line {
  factor: number;
  offset: number;
}

/** The line with the least sum of squared distances to the points, of which two at least have different `from`. */
export function nearestLine(points: readonly DataPoint[]): Line {
  const mean = (of: (point: DataPoint) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const from = mean((point) => point.from);
  const to = mean((point) => point.to);
  const factor =
    mean((point) => (point.from - from) * (point.to - to)) / mean((point) => (point.from - from) * (point.from - from));
  return { factor, offset: to - factor * from };
}

/** Lines from each point to the next; the points are in ascending order of `from`. */
export function linesThrough(points: readonly DataPoint[]): (Line & { until: number })[] {
  return points.slice(1).map((end, i) => {
    const begin = points[i];
    const factor = (end.to - begin.to) / (end.from - begin.from);
    return { factor, offset: begin.to - factor * begin.from, until: end.from };
  });
}
