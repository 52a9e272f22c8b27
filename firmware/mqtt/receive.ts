import { answered, ask, ClientState, fail, Failure, type Client } from "./client";
import { MAX_FIXED_HEADER_BYTES, PacketType, uint16 } from "./packet";
import { isTopicName } from "./topic";

/**
 * Takes in bytes as the network delivered them: any part of a packet, one, or several. What is incomplete waits in
 * `client.partial`; what exceeds the receive capacity is skipped and counted, and the connection lives on.
 */
export function receive(client: Client, bytes: string): void {
  // Most reads are one whole short message at QoS 0 ("0" is 0x30): no stream to keep, nothing to join.
  const topicBytes = bytes.charCodeAt(3);
  if (
    bytes[0] === "0" &&
    bytes.charCodeAt(1) === bytes.length - 2 &&
    bytes[2] === "\0" &&
    client.isBetweenPackets &&
    bytes.length <= client.shortBytes &&
    topicBytes < bytes.length - 3 &&
    client.state > ClientState.Connecting
  ) {
    message(client, bytes.substr(4, topicBytes), bytes.substr(4 + topicBytes), false);
  } else {
    stream(client, bytes);
  }
}

/** The general case: any number of packets, cut anywhere. */
function stream(client: Client, bytes: string): void {
  let data = bytes;
  if (client.partial.length > 0) {
    data = client.partial + bytes;
    client.partial = data;
    if (data.length < client.neededBytes) {
      return;
    }
  }
  client.partial = "";
  client.isBetweenPackets = true;
  let at = 0;
  while (at < data.length && client.state !== ClientState.Closed) {
    if (client.skipBytes > 0) {
      const skipped = Math.min(client.skipBytes, data.length - at);
      client.skipBytes -= skipped;
      client.isBetweenPackets = client.skipBytes === 0;
      at += skipped;
      continue;
    }
    const headerBytes = fixedHeaderBytes(data, at);
    if (headerBytes === MALFORMED) {
      fail(client, Failure.ProtocolViolation); // [MQTT-2.2.3], §4.8
      return;
    }
    if (headerBytes === INCOMPLETE) {
      keep(client, data, at, data.length - at + 1);
      return;
    }
    const totalBytes = headerBytes + decodedRemainingLength(data, at, headerBytes);
    if (totalBytes > client.options.receiveBytes) {
      client.oversized++;
      client.skipBytes = totalBytes;
    } else if (at + totalBytes > data.length) {
      keep(client, data, at, totalBytes);
      return;
    } else {
      packet(client, data, at, at + headerBytes, at + totalBytes);
      at += totalBytes;
    }
  }
}

/** Keeps the beginning of a packet until `neededBytes` of it are there. */
function keep(client: Client, data: string, at: number, neededBytes: number): void {
  client.partial = at === 0 ? data : data.substr(at);
  client.neededBytes = neededBytes;
  client.isBetweenPackets = false;
}

const INCOMPLETE = 0;
const MALFORMED = -1;

/** How long the fixed header at `at` is: 2 … 5 bytes, INCOMPLETE or MALFORMED. */
function fixedHeaderBytes(data: string, at: number): number {
  for (let length = 2; length <= MAX_FIXED_HEADER_BYTES; length++) {
    if (at + length > data.length) {
      return INCOMPLETE;
    }
    if (data.charCodeAt(at + length - 1) < 128) {
      return length;
    }
  }
  return MALFORMED;
}

function decodedRemainingLength(data: string, at: number, headerBytes: number): number {
  let length = 0;
  for (let i = headerBytes - 1; i > 0; i--) {
    length = length * 128 + (data.charCodeAt(at + i) & 127);
  }
  return length;
}

/** One whole packet: its first byte at `at`, what follows the fixed header from `body` up to `end`. */
function packet(client: Client, data: string, at: number, body: number, end: number): void {
  const firstByte = data.charCodeAt(at);
  // Subscriptions are at QoS 0, so no message may come at another: only RETAIN can be set. [MQTT-3.8.4-6]
  if (firstByte === 0x30 || firstByte === 0x31) {
    received(client, data, body, end, firstByte === 0x31);
  } else if (firstByte === PacketType.ConnAck << 4 && end - body === 2) {
    connAck(client, data.charCodeAt(body), data.charCodeAt(body + 1));
  } else if (firstByte === PacketType.SubAck << 4) {
    subAck(client, data, body, end);
  } else if (firstByte === PacketType.PingResp << 4 && end === body && client.state > ClientState.Connecting) {
    if (client.state === ClientState.Ready) {
      answered(client);
    }
  } else {
    fail(client, Failure.ProtocolViolation);
  }
}

function received(client: Client, data: string, body: number, end: number, retain: boolean): void {
  const topicBytes = uint16(data, body);
  const payloadAt = body + 2 + topicBytes;
  if (client.state < ClientState.Subscribing || end - body < 2 || payloadAt > end) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  message(client, data.substr(body + 2, topicBytes), data.substr(payloadAt, end - payloadAt), retain);
}

function message(client: Client, topic: string, payload: string, retain: boolean): void {
  // Only a topic that the owner does not know is worth the look whether it is one at all. [MQTT-3.3.2-1], [MQTT-3.3.2-2]
  if (!client.events.message(topic, payload, retain) && !isTopicName(topic)) {
    fail(client, Failure.ProtocolViolation);
  }
}

function connAck(client: Client, flags: number, returnCode: number): void {
  // A clean session is never present [MQTT-3.2.2-1]; the other flags are reserved; codes above 5 too.
  if (client.state !== ClientState.Connecting || flags !== 0 || returnCode > Failure.NotAuthorized) {
    fail(client, Failure.ProtocolViolation);
  } else if (returnCode !== 0) {
    fail(client, returnCode);
  } else if (client.options.subscribePacket.length > 0) {
    client.state = ClientState.Subscribing;
    ask(client, client.options.subscribePacket);
  } else {
    ready(client, 0);
  }
}

/** One return code per topic filter asked for: the granted QoS, here always 0, or 0x80. [MQTT-3.8.4-5] */
function subAck(client: Client, data: string, body: number, end: number): void {
  if (client.state !== ClientState.Subscribing || end - body < 3 || uint16(data, body) !== 1) {
    fail(client, Failure.ProtocolViolation);
    return;
  }
  let refused = 0;
  for (let i = body + 2; i < end; i++) {
    if (data.charCodeAt(i) === 0x80) {
      refused++;
    } else if (data.charCodeAt(i) !== 0) {
      fail(client, Failure.ProtocolViolation);
      return;
    }
  }
  ready(client, refused);
}

function ready(client: Client, refusedSubscriptions: number): void {
  client.state = ClientState.Ready;
  answered(client);
  client.events.ready(refusedSubscriptions);
}
