/**
 * The temperature in °C to which air has to cool down until water comes out of it. Magnus formula, with the constants of the WMO's guide
 * to instruments (WMO-No. 8, annex 4.B), right to 0.1 °C from -45 to 60 °C.
 * @param celsius NaN where it is not known, as the dew point is then
 * @param humidity In %
 */
export function dewPoint(celsius: number, humidity: number): number {
  const gamma = Math.log(humidity / 100) + (17.62 * celsius) / (243.12 + celsius);
  return (243.12 * gamma) / (17.62 - gamma);
}
