import type { OneWireBus, Pin } from "../engine";

/** The engine's own object. What it reads is an array that it makes each time, of memory that is free again after its use. */
export function createOneWire(pin: Pin): OneWireBus {
  return new OneWire(pin);
}
