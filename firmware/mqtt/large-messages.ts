import { ClientState, Failure, type Client, type OversizedMessages } from "./record";
import { OVERSIZED } from "./packet";
import { fail } from "./client";
import { uint16, uint16Bytes } from "./packet";
import { keep } from "./receive";
import { isTopicName } from "./topic";

/**
 * Messages larger than the receive capacity, of any QoS: they are skipped, and at the end acknowledged as their QoS demands, so
 * that the server does not send them again.
 */

/** The message that is arriving. */
interface Arrival {
  /** Bytes of the topic name still to come; -1 as long as its length has not arrived. */
  topicBytes: number;
  /** -1 as long as it has not arrived; 0 at QoS 0. */
  packetId: number;
  qos: number;
}

/** Made once per client. */
export function createLargeMessages(): OversizedMessages {
  const arrival: Arrival = { topicBytes: -1, packetId: 0, qos: 0 };
  return {
    begin: (client) => {
      arrival.qos = (client.firstByte >>> 1) & 3;
      arrival.topicBytes = -1;
      arrival.packetId = arrival.qos > 0 ? -1 : 0;
    },
    go: (client, data, at) => go(client, arrival, data, at),
  };
}

function go(client: Client, arrival: Arrival, data: string, at: number): number {
  const available = data.length - at;
  let taken = 2;
  if (arrival.topicBytes > 0) {
    taken = wholeCharacters(data, at, arrival.topicBytes);
    if (taken > 0 && !isTopicName(data.substr(at, taken))) {
      fail(client, Failure.ProtocolViolation);
    }
    arrival.topicBytes -= taken;
  } else if (arrival.topicBytes === 0 && arrival.packetId >= 0) {
    taken = Math.min(client.oversizedBytes, available);
  } else if (available < 2) {
    taken = 0;
  } else if (arrival.topicBytes < 0) {
    arrival.topicBytes = uint16(data, at);
    if (arrival.topicBytes === 0 || 2 + arrival.topicBytes + (arrival.qos > 0 ? 2 : 0) > client.oversizedBytes) {
      fail(client, Failure.ProtocolViolation); // [MQTT-4.7.3-1]
    }
  } else {
    arrival.packetId = uint16(data, at);
    if (arrival.packetId === 0) {
      fail(client, Failure.ProtocolViolation); // [MQTT-2.3.1-1]
    }
  }
  if (taken === 0) {
    keep(client, data, at, available + 1);
  } else if (taken === client.oversizedBytes && client.state !== ClientState.Closed) {
    const acknowledge = client.handlers[OVERSIZED + arrival.qos];
    if (acknowledge !== undefined) {
      acknowledge(client, uint16Bytes(arrival.packetId), 0, 2);
    }
  }
  // When it failed, there is no message any more that anything could be taken of.
  return client.state === ClientState.Closed ? 0 : taken;
}

/** How many of `most` bytes of UTF-8 from `at` on are there, less a character at the end that may go on in bytes to come. */
function wholeCharacters(data: string, at: number, most: number): number {
  const size = Math.min(most, data.length - at);
  for (let back = 1; size < most && back <= 3 && back <= size; back++) {
    const byte = data.charCodeAt(at + size - back);
    if (byte >= 0xc0) {
      return size - back;
    }
    if (byte < 0x80) {
      return size;
    }
  }
  return size;
}
