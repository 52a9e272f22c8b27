import { ClientState, fail, Failure, OVERSIZED, type Client, type OversizedMessages } from "./client";
import { MAX_FIXED_HEADER_BYTES, uint16, uint16Bytes } from "./packet";
import { keep } from "./partial";
import { isTopicName } from "./topic";

/**
 * Messages larger than the receive capacity, of any QoS. Their payload is handed on in parts to a route that takes such, or
 * skipped and counted; at the end they are acknowledged as their QoS demands, so that the server does not send them again.
 */

/**
 * Takes a message as it arrives: `part` begins at byte `at` of a payload of `payloadBytes`, and is not empty. A part with `at`
 * 0 begins a message, also where the last one was cut off with its connection. Must not throw.
 */
export type PartRoute = (part: string, at: number, payloadBytes: number, retain: boolean) => void;

/** Part routes by topic field; their topics fit the receive capacity. */
export interface PartRoutes {
  [topicField: string]: PartRoute | undefined;
}

/** The message that is arriving. */
interface Arrival {
  routes: PartRoutes;
  route: PartRoute | undefined;
  firstByte: number;
  /** Bytes of the topic name still to be skipped. */
  topicBytes: number;
  /** -1 as long as it has not arrived; 0 at QoS 0. */
  packetId: number;
  payloadBytes: number;
}

/** Made once per client. @param routes May be `{}`. */
export function createLargeMessages(routes: PartRoutes): OversizedMessages {
  const arrival: Arrival = { routes, route: undefined, firstByte: 0, topicBytes: 0, packetId: 0, payloadBytes: 0 };
  return {
    begin: (client, data, at, headerBytes, remainingBytes) =>
      begin(client, arrival, data, at, headerBytes, remainingBytes),
    go: (client, data, at) => go(client, arrival, data, at),
  };
}

function begin(
  client: Client,
  arrival: Arrival,
  data: string,
  at: number,
  headerBytes: number,
  remainingBytes: number,
): number {
  const body = at + headerBytes;
  if (body + 2 > data.length) {
    return keep(client, data, at, headerBytes + 2);
  }
  const topicBytes = uint16(data, body);
  arrival.firstByte = data.charCodeAt(at);
  const idBytes = qos(arrival) > 0 ? 2 : 0;
  if (2 + topicBytes + idBytes > remainingBytes) {
    fail(client, Failure.ProtocolViolation);
    return data.length;
  }
  arrival.route = undefined;
  if (MAX_FIXED_HEADER_BYTES + 2 + topicBytes + 2 <= client.options.receiveBytes) {
    // The topic fits, so it can be known.
    if (body + 2 + topicBytes > data.length) {
      return keep(client, data, at, headerBytes + 2 + topicBytes);
    }
    arrival.route = arrival.routes[data.substr(body, 2 + topicBytes)];
    if (arrival.route === undefined && !isTopicName(data.substr(body + 2, topicBytes))) {
      fail(client, Failure.ProtocolViolation);
      return data.length;
    }
  }
  arrival.topicBytes = topicBytes;
  arrival.packetId = idBytes > 0 ? -1 : 0;
  arrival.payloadBytes = remainingBytes - 2 - topicBytes - idBytes;
  client.oversizedBytes = remainingBytes - 2;
  if (arrival.route === undefined) {
    client.oversized++;
  }
  return body + 2;
}

function go(client: Client, arrival: Arrival, data: string, at: number): number {
  const available = data.length - at;
  let taken: number;
  if (arrival.topicBytes > 0) {
    taken = Math.min(arrival.topicBytes, available);
    arrival.topicBytes -= taken;
  } else if (arrival.packetId < 0) {
    if (available < 2) {
      return keep(client, data, at, 2);
    }
    taken = 2;
    takePacketId(client, arrival, uint16(data, at));
  } else {
    taken = Math.min(client.oversizedBytes, available);
    if (arrival.route !== undefined) {
      const size = arrival.payloadBytes;
      arrival.route(data.substr(at, taken), size - client.oversizedBytes, size, (arrival.firstByte & 1) === 1);
    }
  }
  if (client.state === ClientState.Closed) {
    return data.length;
  }
  client.oversizedBytes -= taken;
  if (client.oversizedBytes === 0) {
    const acknowledge = client.handlers[OVERSIZED + qos(arrival)];
    if (acknowledge !== undefined) {
      acknowledge(client, uint16Bytes(arrival.packetId), 0, 2, 0);
    }
  }
  return at + taken;
}

function takePacketId(client: Client, arrival: Arrival, packetId: number): void {
  arrival.packetId = packetId;
  if (packetId === 0) {
    fail(client, Failure.ProtocolViolation); // [MQTT-2.3.1-1]
  } else if (qos(arrival) === 2) {
    if (client.options.receivedIds.indexOf(packetId) >= 0) {
      // It was taken before.
      arrival.route = undefined;
    } else if (client.options.receivedIds.indexOf(0) < 0) {
      fail(client, Failure.ReceiveSlotsFull);
    }
  }
}

function qos(arrival: Arrival): number {
  return (arrival.firstByte >>> 1) & 3;
}
