/**
 * Bosch's compensation in integers, from the data sheets of BMP280 (§3.11.3, pressure with 64 bits) and BME280 (§4.2.3): another
 * way to the same numbers than the firmware's.
 */

export interface BoschCoefficients {
  /** T1 … T3 */
  t: readonly [number, number, number];
  /** P1 … P9 */
  p: readonly number[];
  /** H1 … H6 */
  h: readonly number[];
}

/** The example of the BMP280's data sheet, §3.12, and humidity coefficients as parts have them. */
export const EXAMPLE: BoschCoefficients = {
  t: [27504, 26435, -1000],
  p: [36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000],
  h: [75, 362, 0, 326, 50, 30],
};

export function fineInteger(adc: number, { t }: BoschCoefficients): bigint {
  const [t1, t2, t3] = t.map(BigInt);
  const raw = BigInt(adc);
  const first = (((raw >> 3n) - (t1 << 1n)) * t2) >> 11n;
  const deviation = (raw >> 4n) - t1;
  return first + ((((deviation * deviation) >> 12n) * t3) >> 14n);
}

/** In hundredths of a degree. */
export function centidegrees(fine: bigint): number {
  return Number((fine * 5n + 128n) >> 8n);
}

/** In Pa. */
export function pascalsInteger(adc: number, fine: bigint, { p }: BoschCoefficients): number {
  const [p1, p2, p3, p4, p5, p6, p7, p8, p9] = p.map(BigInt);
  const x = fine - 128000n;
  const offset = x * x * p6 + ((x * p5) << 17n) + (p4 << 35n);
  const slope = ((x * x * p3) >> 8n) + ((x * p2) << 12n);
  const scale = (((1n << 47n) + slope) * p1) >> 33n;
  if (scale === 0n) return NaN;
  const first = (((1048576n - BigInt(adc)) << 31n) - offset) * 3125n;
  const q = first / scale;
  const second = (p9 * (q >> 13n) * (q >> 13n)) >> 25n;
  return Number(((q + second + ((p8 * q) >> 19n)) >> 8n) + (p7 << 4n)) / 256;
}

/** In %. */
export function humidityInteger(adc: number, fine: bigint, { h }: BoschCoefficients): number {
  const [h1, h2, h3, h4, h5, h6] = h.map(BigInt);
  const x = fine - 76800n;
  const offset = ((BigInt(adc) << 14n) - (h4 << 20n) - h5 * x + 16384n) >> 15n;
  const slope = ((((x * h6) >> 10n) * (((x * h3) >> 11n) + 32768n)) >> 10n) + 2097152n;
  const first = offset * ((slope * h2 + 8192n) >> 14n);
  const second = first - (((((first >> 15n) * (first >> 15n)) >> 7n) * h1) >> 4n);
  const limited = second < 0n ? 0n : second > 419430400n ? 419430400n : second;
  return Number(limited >> 12n) / 1024;
}

/** The smallest number below `limit` from which on `isReached` holds. */
export function firstWhere(limit: number, isReached: (value: number) => boolean): number {
  let [low, high] = [0, limit - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
