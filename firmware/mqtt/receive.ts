import { ClientState, fail, Failure, type Client } from "./client";
import { message } from "./message";
import { MAX_FIXED_HEADER_BYTES } from "./packet";

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
  const handler = client.handlers[data.charCodeAt(at)];
  if (handler === undefined) {
    // Reserved, only sent by clients, flags that no packet has, or a quality of service nobody asked for. [MQTT-2.2.2-2]
    fail(client, Failure.ProtocolViolation);
  } else {
    handler(client, data, body, end);
  }
}
