import { ClientState, Failure, type Client } from "./record";
import { fail } from "./client";
import { control } from "./control";
import { deliver, isMessage } from "./inbound";
import { PUBCOMP, PUBREC, uint16 } from "./packet";
import { expect } from "./request";
import { isTopicName } from "./topic";

/** As `client.awaited` has them. */
const PINGRESP_BYTE = 0xd0;
const PUBREL_BYTE = 0x62;

/**
 * Inbound application messages of QoS 2: handed on when they arrive first, and not again as long as their packet identifier
 * stands in `client.options.receivedIds`, until the server releases it. §4.3.3, method B of figure 4.3
 *
 * A message that finds no slot is passed over, and so is every new one behind it, for they have an order. The server sends them
 * again on the next connection only [MQTT-4.4.0-1], so this one has to end; but not before the server has released what does have
 * a slot. Then the acknowledgements have arrived, which would be lost with the connection and with them what it was good for: a
 * server with more messages under way than there are slots would send the same ones for ever.
 */

export function publish2(client: Client, data: string, body: number, end: number): void {
  if (!isMessage(client, data, body, end)) {
    return;
  }
  const idAt = body + 2 + uint16(data, body);
  const packetId = uint16(data, idAt);
  if (packetId === 0) {
    fail(client, Failure.ProtocolViolation); // [MQTT-2.3.1-1]
  } else if (
    isNew(client, packetId) && hasSlot(client) ? deliver(client, data, body, end) : hasTopic(client, data, body)
  ) {
    acknowledge2(client, data, idAt);
  }
}

/** Notes the packet identifier at `idAt` and answers PUBREC, unless there is no slot for it. [MQTT-4.3.3-2] */
export function acknowledge2(client: Client, data: string, idAt: number): void {
  const packetId = uint16(data, idAt);
  if (isNew(client, packetId)) {
    if (!hasSlot(client)) {
      client.isOverrun = true;
      // Until the server has released what it sent, no new message is taken: its PUBREL is due as other answers are. A PINGRESP that
      // comes meanwhile does no harm.
      if (client.awaited === 0 || client.awaited === PINGRESP_BYTE) {
        expect(client, PUBREL_BYTE);
      }
      return;
    }
    const ids = client.options.receivedIds;
    ids[ids.indexOf(0)] = packetId;
  }
  control(client, PUBREC + data.substr(idAt, 2));
}

function isNew(client: Client, packetId: number): boolean {
  return client.options.receivedIds.indexOf(packetId) < 0;
}

function hasSlot(client: Client): boolean {
  return !client.isOverrun && client.options.receivedIds.indexOf(0) >= 0;
}

/** Whether a message that is not handed on names a topic, as each has to; fails otherwise. [MQTT-3.3.2-1], [MQTT-3.3.2-2] */
function hasTopic(client: Client, data: string, body: number): boolean {
  const isOne = isTopicName(data.substr(body + 2, uint16(data, body)));
  if (!isOne) {
    fail(client, Failure.ProtocolViolation);
  }
  return isOne;
}

/** The server releases a message; one that is not known was released before. Answered in both cases. [MQTT-4.3.3-2] */
export function pubRel(client: Client, data: string, body: number, end: number): void {
  const packetId = uint16(data, body);
  if (client.state < ClientState.Subscribing || end - body !== 2 || packetId === 0) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  const ids = client.options.receivedIds;
  const slot = ids.indexOf(packetId);
  if (slot >= 0) {
    ids[slot] = 0;
  }
  control(client, PUBCOMP + data.substr(body, 2));
  if (client.isOverrun && isAllReleased(ids)) {
    fail(client, Failure.ReceiveSlotsFull);
  }
}

function isAllReleased(ids: number[]): boolean {
  for (const id of ids) {
    if (id > 0) {
      return false;
    }
  }
  return true;
}
