import { ClientState, fail, Failure, type Client } from "./client";
import { control } from "./control";
import { deliver, isMessage } from "./inbound";
import { PUBCOMP, PUBREC, uint16 } from "./packet";

/**
 * Inbound application messages of QoS 2: handed on when they arrive first, and not again as long as their packet identifier
 * stands in `client.options.receivedIds`, until the server releases it. §4.3.3, method B of figure 4.3
 */

export function publish2(client: Client, data: string, body: number, end: number, firstByte: number): void {
  if (!isMessage(client, data, body, end, 2)) {
    return;
  }
  const idAt = body + 2 + uint16(data, body);
  const packetId = uint16(data, idAt);
  if (packetId === 0) {
    fail(client, Failure.ProtocolViolation); // [MQTT-2.3.1-1]
  } else if (client.options.receivedIds.indexOf(packetId) >= 0) {
    acknowledge2(client, data, idAt);
  } else if (client.options.receivedIds.indexOf(0) < 0) {
    fail(client, Failure.ReceiveSlotsFull);
  } else if (deliver(client, data, body, end, 2, firstByte)) {
    acknowledge2(client, data, idAt);
  }
}

/** Notes the packet identifier at `idAt` and answers PUBREC. [MQTT-4.3.3-2] */
export function acknowledge2(client: Client, data: string, idAt: number): void {
  const packetId = uint16(data, idAt);
  const ids = client.options.receivedIds;
  if (ids.indexOf(packetId) < 0) {
    const free = ids.indexOf(0);
    if (free < 0) {
      fail(client, Failure.ReceiveSlotsFull);
      return;
    }
    ids[free] = packetId;
  }
  control(client, PUBREC + data.substr(idAt, 2));
}

/** The server releases a message; one that is not known was released before. Answered in both cases. [MQTT-4.3.3-2] */
export function pubRel(client: Client, data: string, body: number, end: number): void {
  const packetId = uint16(data, body);
  if (client.state < ClientState.Subscribing || end - body !== 2 || packetId === 0) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  const slot = client.options.receivedIds.indexOf(packetId);
  if (slot >= 0) {
    client.options.receivedIds[slot] = 0;
  }
  control(client, PUBCOMP + data.substr(body, 2));
}
