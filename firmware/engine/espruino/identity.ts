/** A number of the chip's own, below 2^24: of its serial number, which is made of its address. */
export function chipNumber(): number {
  const serial = getSerial();
  let hash = 0;
  for (let i = 0; i < serial.length; i++) {
    hash = (hash * 31 + serial.charCodeAt(i)) % 16777213;
  }
  return hash;
}
