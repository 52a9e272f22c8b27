import { ClientState, type Client } from "./record";
import { isTopicFilter } from "./topic";
import { field, remainingLength, uint16Bytes } from "./packet";
import { ask, REQUEST_PACKET_ID } from "./request";

/** Requests of a session that stands, one at a time. */

/** @param filters Valid topic filters (byte strings), at least one [MQTT-3.8.3-3]; the server is asked for `qos` (0 … 2) on all. */
export function subscribePacket(filters: string[], qos: number): string {
  let payload = "";
  for (const filter of filters) {
    payload += field(filter) + String.fromCharCode(qos);
  }
  return request(0x82, payload); // flags 0010 [MQTT-3.8.1-1]
}

/** @param filters As they were subscribed to, character by character; at least one. [MQTT-3.10.3-2], [MQTT-3.10.4-1] */
export function unsubscribePacket(filters: string[]): string {
  let payload = "";
  for (const filter of filters) {
    payload += field(filter);
  }
  return request(0xa2, payload); // flags 0010 [MQTT-3.10.1-1]
}

function request(firstByte: number, payload: string): string {
  return (
    String.fromCharCode(firstByte) + remainingLength(2 + payload.length) + uint16Bytes(REQUEST_PACKET_ID) + payload
  );
}

/**
 * Subscribes to more topic filters; the event `ready` follows.
 * @returns false when an answer to something else is due, or there is no room: try again; or when a filter is none.
 */
export function subscribe(client: Client, filters: string[], qos: number): boolean {
  return mayRequest(client, filters) && ask(client, subscribePacket(filters, qos), 0x90 + 256 * filters.length);
}

/**
 * Ends subscriptions; the event `unsubscribed` follows.
 * @returns false when an answer to something else is due, or there is no room: try again; or when a filter is none.
 */
export function unsubscribe(client: Client, filters: string[]): boolean {
  return mayRequest(client, filters) && ask(client, unsubscribePacket(filters), 0xb0);
}

/** [MQTT-3.8.3-1], [MQTT-3.8.3-3], [MQTT-3.10.3-1], [MQTT-3.10.3-2] */
function mayRequest(client: Client, filters: string[]): boolean {
  return (
    client.state === ClientState.Ready &&
    client.awaited === 0 &&
    filters.length > 0 &&
    filters.every((filter) => isTopicFilter(filter))
  );
}
