import { keepLast } from "../bounded";
import type { Message } from "./broker";

/** Keeps the messages of a broker, with the time of the board's clock, and passes them on to listeners. */
export class MessageLog {
  readonly messages: Message[] = [];
  nowMs = 0;
  readonly #keeps: number;
  readonly #listeners: ((message: Message) => void)[] = [];

  /** @param keeps How many messages it keeps at least */
  constructor(keeps = Infinity) {
    this.#keeps = keeps;
  }

  onMessage(listener: (message: Message) => void): void {
    this.#listeners.push(listener);
  }

  add(packet: { topic: string; payload: string | Buffer; retain: boolean; qos: 0 | 1 | 2 }): void {
    // The broker's own messages are no part of the conversation.
    if (packet.topic.startsWith("$SYS/")) return;
    const { topic, payload, retain, qos } = packet;
    const message = { topic, payload: payload.toString(), retain, qos, atMs: this.nowMs };
    keepLast(this.messages, message, this.#keeps);
    for (const listener of this.#listeners) listener(message);
  }
}
