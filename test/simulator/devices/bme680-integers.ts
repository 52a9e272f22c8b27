/**
 * The compensation of a BME680 in integers, as its data sheet BST-BME680-DS001 (§3.3) has it: another way to the same numbers than
 * the firmware's.
 */

export interface Bme680Coefficients {
  /** T1 … T3 */
  t: readonly [number, number, number];
  /** P1 … P10 */
  p: readonly number[];
  /** H1 … H7 */
  h: readonly number[];
}

/** As a part has them. */
export const BME680_EXAMPLE: Bme680Coefficients = {
  t: [26203, 26519, 3],
  p: [35008, -10284, 88, 9692, -202, 30, 24, -516, -3469, 30],
  h: [794, 1007, 0, 45, 20, 120, -100],
};

export function bme680Fine(adc: number, { t }: Bme680Coefficients): bigint {
  const [t1, t2, t3] = t.map(BigInt);
  const first = (BigInt(adc) >> 3n) - (t1 << 1n);
  const half = first >> 1n;
  return ((first * t2) >> 11n) + ((((half * half) >> 12n) * (t3 << 4n)) >> 14n);
}

/** In hundredths of a degree. */
export function bme680Centidegrees(fine: bigint): number {
  return Number((fine * 5n + 128n) >> 8n);
}

/** In Pa. */
export function bme680PascalsInteger(adc: number, fine: bigint, { p }: Bme680Coefficients): number {
  const [p1, p2, p3, p4, p5, p6, p7, p8, p9, p10] = p.map(BigInt);
  const x = (fine >> 1n) - 64000n;
  const square = (x >> 2n) * (x >> 2n);
  const offset = (((((square >> 11n) * p6) >> 2n) + ((x * p5) << 1n)) >> 2n) + (p4 << 16n);
  const slope = (((square >> 13n) * (p3 << 5n)) >> 3n) + ((p2 * x) >> 1n);
  const scale = ((32768n + (slope >> 18n)) * p1) >> 15n;
  if (scale === 0n) return NaN;
  const q = (((1048576n - BigInt(adc) - (offset >> 12n)) * 3125n) << 1n) / scale;
  const second = (p9 * (((q >> 3n) * (q >> 3n)) >> 13n)) >> 12n;
  const third = ((q >> 2n) * p8) >> 13n;
  const fourth = ((q >> 8n) * (q >> 8n) * (q >> 8n) * p10) >> 17n;
  return Number(q + ((second + third + fourth + (p7 << 7n)) >> 4n));
}

/** In %. */
export function bme680HumidityInteger(adc: number, fine: bigint, { h }: Bme680Coefficients): number {
  const [h1, h2, h3, h4, h5, h6, h7] = h.map(BigInt);
  const hundredths = (fine * 5n + 128n) >> 8n;
  const deviation = BigInt(adc) - h1 * 16n - (((hundredths * h3) / 100n) >> 1n);
  const bent = ((hundredths * ((hundredths * h5) / 100n)) >> 6n) / 100n;
  const linear = deviation * ((h2 * ((hundredths * h4) / 100n + bent + (1n << 14n))) >> 10n);
  const curve = ((h6 << 7n) + (hundredths * h7) / 100n) >> 4n;
  const squared = ((linear >> 14n) * (linear >> 14n)) >> 10n;
  const thousandths = (((linear + ((curve * squared) >> 1n)) >> 10n) * 1000n) >> 12n;
  return Math.min(100, Math.max(0, Number(thousandths) / 1000));
}
