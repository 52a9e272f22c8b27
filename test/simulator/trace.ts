/**
 * Reads a recording, of a voltage unless `what` says another: lines of `seconds,volts` in order of time. A first line of words, empty lines and lines
 * that begin with # are passed over.
 * @returns the value at a time in ms: straight lines between the points, held before the first and after the last
 */
export function parseTrace(text: string, name: string, what = "volts"): (ms: number) => number {
  const times: number[] = [];
  const volts: number[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const fields = line.split(",").map((field) => (field.trim() === "" ? NaN : Number(field)));
    if (index === 0 && fields.every(Number.isNaN)) return;
    const [seconds, value] = fields;
    if (fields.length !== 2 || !Number.isFinite(seconds) || !Number.isFinite(value)) {
      throw new Error(`${name}:${index + 1}: expected "seconds,${what}", found "${line}"`);
    }
    if (seconds * 1000 < (times.at(-1) ?? -Infinity)) {
      throw new Error(`${name}:${index + 1}: time goes back; sort the lines by their seconds`);
    }
    times.push(seconds * 1000);
    volts.push(value);
  });
  if (times.length === 0) throw new Error(`${name}: no lines of "seconds,${what}"`);
  return (ms) => {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= ms) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return volts[0];
    if (low === times.length) return volts[low - 1];
    const part = (ms - times[low - 1]) / (times[low] - times[low - 1]);
    return volts[low - 1] + part * (volts[low] - volts[low - 1]);
  };
}
