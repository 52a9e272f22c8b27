import { ClientState, fail, Failure, type Client } from "./client";
import { uint16 } from "./packet";

/** PUBACK, PUBREC or PUBCOMP; one that acknowledges nothing breaks the protocol. §3.4, §3.5, §3.7 */
export function acknowledgement(client: Client, data: string, body: number, end: number, firstByte: number): void {
  if (
    client.state < ClientState.Subscribing ||
    end - body !== 2 ||
    client.outbox === undefined ||
    !client.outbox.acknowledge(firstByte, uint16(data, body))
  ) {
    fail(client, Failure.ProtocolViolation);
  }
}
