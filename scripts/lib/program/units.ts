export function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}
