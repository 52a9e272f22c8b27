/** The number of a pin such as D25. */
export function pinNumber(name: string): number {
  return Number(name.slice(1));
}
