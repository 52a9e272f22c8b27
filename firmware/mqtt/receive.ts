import { ClientState, Failure, type Client } from "./record";
import { fail } from "./client";
import { PINGRESP, SHORT_PACKET_BYTES } from "./packet";
import { isAwaited } from "./request";

/**
 * What takes in bytes as the network delivered them: any part of a packet, one, or several. What is incomplete waits in
 * `client.partial`; a message that exceeds the receive capacity is skipped and counted, and the connection lives on. Made once per
 * client, behind its outbox.
 */
export function createReceiver(client: Client): (bytes: string) => void {
  const routes = client.routes;
  const receive = (bytes: string): void => {
    if (bytes[0] === "0" && client.isFlowing) {
      // Most reads are one whole short message at QoS 0 ("0" is 0x30) on a topic with a route. The topic field is cut out
      // with its length, so a route that is found also proves that length.
      const length = bytes.length;
      const fieldBytes = bytes.charCodeAt(3) + 2;
      const route = routes[bytes.substr(2, fieldBytes)];
      if (route && bytes.charCodeAt(1) + 2 === length && length <= SHORT_PACKET_BYTES) {
        route(bytes.substr(fieldBytes + 2), false);
        return;
      }
    }
    stream(client, bytes);
  };
  return client.outbox === undefined ? receive : client.outbox.before(client.outbox, receive);
}

/** The general case: any number of packets, cut anywhere. */
function stream(client: Client, bytes: string): void {
  client.heardMs = client.nowMs;
  const data = client.partial + bytes;
  if (data.length < client.neededBytes) {
    client.partial = data;
    return;
  }
  client.partial = "";
  client.neededBytes = 0;
  let at = 0;
  if (data === PINGRESP && client.oversizedBytes === 0 && client.state > ClientState.Connecting) {
    // All that comes to a node to which nothing is said; the long way takes three times as long.
    isAwaited(client, 0xd0);
    at = data.length;
  }
  while (at < data.length && client.state !== ClientState.Closed) {
    if (client.oversizedBytes > 0) {
      const taken = client.oversizedMessages.go(client, data, at);
      client.oversizedBytes -= taken;
      at = taken > 0 ? at + taken : data.length;
    } else {
      at = packet(client, data, at);
    }
  }
  client.isFlowing =
    client.state > ClientState.Connecting &&
    client.neededBytes === 0 &&
    client.oversizedBytes === 0 &&
    client.options.receiveBytes >= SHORT_PACKET_BYTES;
}

/** Takes in the packet at `at`, or keeps its beginning. @returns where to go on */
function packet(client: Client, data: string, at: number): number {
  const firstByte = data.charCodeAt(at);
  const handler = client.handlers[firstByte];
  // The remaining length: one to four bytes of seven bits, the lowest first, the eighth set while others follow. §2.2.3
  let byte = data.charCodeAt(at + 1);
  let remainingBytes = byte & 127;
  let weight = 128;
  let body = at + 2;
  while (byte > 127 && body < data.length && body - at < 5) {
    byte = data.charCodeAt(body++);
    remainingBytes += (byte & 127) * weight;
    weight *= 128;
  }
  const end = body + remainingBytes;
  const isOversized = end - at > client.options.receiveBytes;
  if (handler !== undefined && byte < 128 && !isOversized && end <= data.length) {
    client.firstByte = firstByte;
    handler(client, data, body, end);
    return end;
  }
  if (
    handler === undefined ||
    (byte > 127 && body - at === 5) ||
    (isOversized && ((firstByte & 0xf0) !== 0x30 || client.state < ClientState.Subscribing))
  ) {
    // Reserved, only sent by clients, flags that no packet has, a quality of service nobody asked for, or a length of five
    // bytes [MQTT-2.2.2-2], [MQTT-3.3.1-4], [MQTT-4.8.0-1]; nothing but a message in a session is that large.
    fail(client, Failure.ProtocolViolation);
    return data.length;
  }
  if (!(byte < 128)) {
    // The length goes on in bytes to come, or all of it is: then this one is NaN.
    return keep(client, data, at, data.length - at + 1);
  }
  if (!isOversized) {
    return keep(client, data, at, end - at);
  }
  client.oversized++;
  client.firstByte = firstByte;
  client.oversizedBytes = remainingBytes;
  client.oversizedMessages.begin(client);
  return body;
}

/** Keeps what is there from `at` until `neededBytes` of it are. @returns where to go on: at the end */
export function keep(client: Client, data: string, at: number, neededBytes: number): number {
  client.partial = data.substr(at);
  client.neededBytes = neededBytes;
  return data.length;
}
