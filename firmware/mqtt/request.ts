import { transmit, type Transmission } from "./transmission";

/** Packets that the server has to answer in time, one at a time: CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, constant packets. */
export interface Requests {
  /**
   * The answer that is due: the first byte of CONNACK, SUBACK, UNSUBACK, PINGRESP or PUBACK, and for SUBACK 256 times the number of
   * its return codes; 0 when nothing was asked.
   */
  awaited: number;
  /** When the last of these packets left: its deadline and the keep alive count from there. */
  askedMs: number;
  /** The time of the last tick: fine enough for deadlines of seconds, and a message need not ask for it. */
  nowMs: number;
  /** When bytes last arrived, as far as it was listened for: while an answer is due, and otherwise now and then. */
  heardMs: number;
}

/** SUBSCRIBE and UNSUBSCRIBE always have this packet identifier; messages never use it. [MQTT-2.3.1-2] */
export const REQUEST_PACKET_ID = 1;

/** That of the packets of constant-packets.ts; messages of the outbox never use it. */
export const CONSTANT_PACKET_ID = 2;

/**
 * Sends a request.
 * @param answer As in `awaited`.
 * @returns false when there was no room for it now: nothing was sent.
 */
export function ask(client: Transmission & Requests, packet: string, answer: number): boolean {
  const isSent = !client.isHeld && client.waiting.length === 0 && transmit(client, packet);
  if (isSent) {
    expect(client, answer);
  }
  return isSent;
}

/** A request is sent, and its answer due. */
export function expect(client: Requests, answer: number): void {
  client.awaited = answer;
  client.askedMs = client.nowMs;
}

/** An answer has come. @returns whether it was due */
export function isAwaited(client: Requests, answer: number): boolean {
  const isDue = client.awaited === answer;
  if (isDue) {
    client.awaited = 0;
  }
  return isDue;
}
