import { ClientState, Failure, type Client } from "./record";
import { fail } from "./client";
import { uint16 } from "./packet";
import { ask, isAwaited, REQUEST_PACKET_ID } from "./request";

/** The packets that answer what a session asked: CONNACK, SUBACK, UNSUBACK, PINGRESP. */

export function connAck(client: Client, data: string, body: number, end: number): void {
  const flags = data.charCodeAt(body);
  const returnCode = data.charCodeAt(body + 1);
  // Bits 7 to 1 are reserved; a clean session is never present, nor one that was refused; codes above 5 are reserved.
  // [MQTT-3.2.2-1], [MQTT-3.2.2-4], table 3.1
  if (
    !isAwaited(client, 0x20) ||
    end - body !== 2 ||
    flags > (client.options.cleanSession ? 0 : 1) ||
    (flags > 0 && returnCode > 0) ||
    returnCode > Failure.NotAuthorized
  ) {
    fail(client, Failure.ProtocolViolation);
  } else if (returnCode > 0) {
    fail(client, returnCode);
  } else {
    accepted(client, flags > 0);
  }
}

function accepted(client: Client, sessionPresent: boolean): void {
  client.state = ClientState.Subscribing;
  if (!sessionPresent) {
    const ids = client.options.receivedIds;
    ids.forEach((_id, slot) => {
      ids[slot] = 0;
    });
  }
  if (
    client.options.subscribePacket.length > 0 &&
    !ask(client, client.options.subscribePacket, 0x90 + 256 * client.options.subscriptions)
  ) {
    fail(client, Failure.TransportFull);
  }
  if (client.outbox !== undefined) {
    client.outbox.resume(client.outbox, sessionPresent);
    client.flush(client);
  }
  if (client.options.subscribePacket.length === 0) {
    ready(client, 0);
  }
}

/**
 * One return code per topic filter asked for: the granted QoS or 0x80. [MQTT-3.8.4-5], [MQTT-3.9.3-1], [MQTT-3.9.3-2]
 */
export function subAck(client: Client, data: string, body: number, end: number): void {
  if (
    !isAwaited(client, 0x90 + 256 * (end - body - 2)) ||
    uint16(data, body) !== REQUEST_PACKET_ID // [MQTT-3.8.4-2]
  ) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  let refused = 0;
  for (let i = body + 2; i < end; i++) {
    const returnCode = data.charCodeAt(i);
    if (returnCode > 2) {
      if (returnCode !== 0x80) {
        fail(client, Failure.ProtocolViolation);
        return;
      }
      refused++;
    }
  }
  ready(client, refused);
}

/** One for nothing is ignored: other than SUBACK it tells nothing that a node goes by. [MQTT-3.10.4-4], [MQTT-3.10.4-5] */
export function unsubAck(client: Client, data: string, body: number, end: number): void {
  const packetId = uint16(data, body);
  if (client.state < ClientState.Subscribing || end - body !== 2 || packetId === 0) {
    fail(client, Failure.ProtocolViolation);
  } else if (packetId !== REQUEST_PACKET_ID || !isAwaited(client, 0xb0)) {
    client.unasked++;
  } else if (client.events.unsubscribed !== undefined) {
    client.events.unsubscribed();
  }
}

/** One that nobody asked for does no harm. */
export function pingResp(client: Client, _data: string, body: number, end: number): void {
  if (end !== body || client.state === ClientState.Connecting) {
    fail(client, Failure.ProtocolViolation);
  } else {
    isAwaited(client, 0xd0);
  }
}

function ready(client: Client, refusedSubscriptions: number): void {
  client.state = ClientState.Ready;
  client.events.ready(refusedSubscriptions);
}
