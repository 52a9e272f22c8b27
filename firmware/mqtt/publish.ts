import { ClientState, type Client } from "./client";
import { remainingLength } from "./packet";

/** A topic the client publishes on, with the parts of its packets that never change. */
export interface Publication {
  /** 16-bit length and UTF-8 bytes of the topic name. */
  topicField: string;
  /** PUBLISH at QoS 0: 0x30, or 0x31 with RETAIN. [MQTT-3.3.1] */
  firstByte: number;
  /** What stands before the payload, by payload length, made at first use; short payloads only. */
  headers: string[];
}

/** What became of an application message. */
export const enum PublishStatus {
  /** Handed to the transport. At QoS 0 nothing more is ever known of it. */
  Sent,
  /** There is no session; nothing was sent. */
  NotConnected,
  /** The transport has no room for it now; nothing was sent. */
  Full,
}

/**
 * Headers are kept for payloads shorter than this: readings and states, whose lengths are few. A kept header saves an
 * interpreter like Espruino an eighth of a publication.
 */
const KEPT_HEADERS = 12;

export function createPublication(topicField: string, retain: boolean): Publication {
  return { topicField, firstByte: retain ? 0x31 : 0x30, headers: [] };
}

/** Publishes an application message at QoS 0. `payload` is a byte string. */
export function publish(client: Client, publication: Publication, payload: string): PublishStatus {
  if (client.state < ClientState.Subscribing) {
    return PublishStatus.NotConnected;
  }
  // What is seldom needed stands in a function of its own: an interpreter that reads source text also reads what it skips.
  const header = publication.headers[payload.length] ?? makeHeader(publication, payload.length);
  return client.events.send(header + payload) ? PublishStatus.Sent : PublishStatus.Full;
}

function makeHeader(publication: Publication, payloadBytes: number): string {
  const header =
    String.fromCharCode(publication.firstByte) +
    remainingLength(publication.topicField.length + payloadBytes) +
    publication.topicField;
  if (payloadBytes < KEPT_HEADERS) {
    publication.headers[payloadBytes] = header;
  }
  return header;
}
