/** Coefficients of 1/T = a + b ln R + c (ln R)³, in kelvin and ohms. */
export interface NtcCoefficients {
  a: number;
  b: number;
  c: number;
}

/** The B-parameter equation, 1/T = 1/T0 + ln(R/R0)/B, in the form of Steinhart and Hart. */
export function betaCoefficients(ohms: number, atCelsius: number, beta: number): NtcCoefficients {
  return { a: 1 / (atCelsius + 273.15) - Math.log(ohms) / beta, b: 1 / beta, c: 0 };
}
