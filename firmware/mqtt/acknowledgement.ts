import { ClientState, Failure, type Client } from "./record";
import { fail } from "./client";
import { uint16 } from "./packet";
import { CONSTANT_PACKET_ID, isAwaited } from "./request";

/**
 * PUBACK, PUBREC and PUBCOMP, for a constant packet or for the outbox. §3.4, §3.5, §3.7
 *
 * Acknowledgements of nothing are counted. MQTT 3.1.1 does not say what to do with one; it does no harm, and servers send some after
 * they have lost count, so the connection goes on.
 */
export function acknowledgement(client: Client, data: string, body: number, end: number): void {
  const packetId = uint16(data, body);
  if (client.state < ClientState.Subscribing || end - body !== 2 || packetId === 0) {
    fail(client, Failure.ProtocolViolation);
  } else if (packetId === CONSTANT_PACKET_ID && isAwaited(client, client.firstByte)) {
    // That was the PUBACK of the constant packet.
  } else if (client.outbox === undefined) {
    client.unasked++;
  } else {
    client.outbox.acknowledge(client.outbox, data.substr(body, 2));
  }
}
