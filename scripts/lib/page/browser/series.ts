/** When a series is full, what is older than its newest quarter is thinned. */
const MOST_POINTS = 1_600;
const KEPT_WHOLE = MOST_POINTS / 4;

/**
 * How a value went, in a bounded memory: the newest points as they came, and the older they are, the further apart. Of four that are
 * thinned the lowest and the highest stay, so that no peak is lost.
 */
export class Series {
  /** In ms. */
  times: number[] = [];
  /** null where there was no reading. */
  values: (number | null)[] = [];

  add(atMs: number, value: number | null): void {
    this.times.push(atMs);
    this.values.push(value);
    if (this.times.length > MOST_POINTS) this.#thin();
  }

  #thin(): void {
    const times: number[] = [];
    const values: (number | null)[] = [];
    const end = this.times.length - KEPT_WHOLE;
    for (let start = 0; start < end; start += 4) {
      for (const at of extremes(this.values, start, Math.min(start + 4, end))) {
        times.push(this.times[at]);
        values.push(this.values[at]);
      }
    }
    this.times = times.concat(this.times.slice(end));
    this.values = values.concat(this.values.slice(end));
  }

  /**
   * So many points of its newest part, evenly, for a small picture.
   * @param most Of how many points at the end
   */
  tail(count: number, most: number): (number | null)[] {
    const from = Math.max(0, this.values.length - most);
    const length = this.values.length - from;
    if (length <= count) return this.values.slice(from);
    return Array.from({ length: count }, (_, i) => this.values[from + Math.floor(((i + 1) * length) / count) - 1]);
  }
}

/** The places of the lowest and the highest value from `start` up to before `end`, in their order; gaps give way to values. */
function extremes(values: (number | null)[], start: number, end: number): number[] {
  let low = start;
  let high = start;
  for (let at = start; at < end; at++) {
    const value = values[at];
    if (value === null) continue;
    if (values[low] === null || value < (values[low] as number)) low = at;
    if (values[high] === null || value > (values[high] as number)) high = at;
  }
  return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
}
