/** A broker that cannot be had as asked for. The message says why and what to do about it. */
export class BrokerError extends Error {
  override readonly name: string = "BrokerError";
}
