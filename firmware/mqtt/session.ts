import { ClientState, Failure, type Client } from "./record";
import { fail } from "./client";
import { SHORT_PACKET_BYTES, uint16 } from "./packet";
import { ask, isAwaited, REQUEST_PACKET_ID } from "./request";

/** The packets that answer what a session asked: CONNACK, SUBACK, UNSUBACK, PINGRESP. */

/** What every client asks. One function in the table, and those that seldom run need not be there until they do. */
export function answer(client: Client, data: string, body: number, end: number): void {
  if (client.firstByte === 0x20) {
    connAck(client, data, body, end);
  } else if (client.firstByte === 0x90) {
    subAck(client, data, body, end);
  } else {
    pingResp(client, body, end);
  }
}

function connAck(client: Client, data: string, body: number, end: number): void {
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
  client.state = ClientState.Accepted;
  if (client.events.accepted !== undefined) {
    client.events.accepted();
  }
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
function subAck(client: Client, data: string, body: number, end: number): void {
  if (
    !isAwaited(client, 0x90 + 256 * (end - body - 2)) ||
    uint16(data, body) !== REQUEST_PACKET_ID // [MQTT-3.8.4-2]
  ) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  const further = client.options.furtherSubscribes;
  const asked = further === undefined || client.batch === 0 ? client.options.subscribePacket : further(client.batch);
  // Where in what was asked the topic filter stands; behind all of it for SUBSCRIBE of subscribe.ts.
  let at = client.state === ClientState.Ready ? asked.length : firstFilter(asked);
  let refused = 0;
  for (let i = body + 2; i < end; i++) {
    const returnCode = data.charCodeAt(i);
    const qosAt = at + 2 + uint16(asked, at);
    if (returnCode > 2) {
      if (returnCode !== 0x80) {
        fail(client, Failure.ProtocolViolation);
        return;
      }
      refused++;
    }
    if (at < asked.length) {
      if (client.events.lessGranted !== undefined && (returnCode > 2 || returnCode < asked.charCodeAt(qosAt))) {
        client.events.lessGranted(asked.substr(at, qosAt - at), returnCode);
      }
      at = qosAt + 1;
    }
  }
  if (further !== undefined && client.state === ClientState.Subscribing) {
    client.refused += refused;
    client.batch++;
    if (askFurther(client, further(client.batch))) {
      return;
    }
    refused = client.refused;
  }
  ready(client, refused);
}

/** Sends a SUBSCRIBE packet behind the first, if there is one. @returns whether there is */
function askFurther(client: Client, packet: string): boolean {
  let filters = 0;
  for (let at = packet.length > 0 ? firstFilter(packet) : 0; at < packet.length; at += 3 + uint16(packet, at)) {
    filters++;
  }
  if (filters > 0 && !ask(client, packet, 0x90 + 256 * filters)) {
    fail(client, Failure.TransportFull);
  }
  return filters > 0;
}

/** Where the first topic filter of a SUBSCRIBE packet stands: behind the fixed header, of 2 to 5 bytes, and the packet identifier. */
function firstFilter(packet: string): number {
  return packet.length > SHORT_PACKET_BYTES ? (packet.length > 16_386 ? (packet.length > 2_097_155 ? 7 : 6) : 5) : 4;
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
function pingResp(client: Client, body: number, end: number): void {
  if (end !== body || client.state === ClientState.Connecting) {
    fail(client, Failure.ProtocolViolation);
  } else {
    isAwaited(client, 0xd0);
  }
}

function ready(client: Client, refusedSubscriptions: number): void {
  if (client.state === ClientState.Ready && client.events.subscribed !== undefined) {
    client.events.subscribed(refusedSubscriptions);
  } else {
    client.state = ClientState.Ready;
    client.events.ready(refusedSubscriptions);
  }
}
