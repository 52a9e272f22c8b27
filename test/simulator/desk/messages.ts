import type { DeskBoard, DeskHappening } from "../../../scripts/lib/desk/protocol";
import { classifier, type About } from "../../../scripts/lib/desk/classify";
import { UpdateWords } from "../../../scripts/lib/desk/update-words";
import type { Message } from "../broker/broker";

export type MessageEvent = Extract<DeskHappening, { type: "message" }>;

/** Of other people's topics, so many are kept for who comes later. */
const MOST_OTHERS = 200;
/** A longer payload is cut short in what is told of it, in characters. */
const LONGEST_PAYLOAD = 8_000;

/** What the topics are to a board, and the last message of each. */
export class Messages {
  #about: (topic: string) => About;
  #updates: UpdateWords;
  /** By topic: all of the board's own, and of others what is retained. */
  readonly #last = new Map<string, { event: MessageEvent; atMs: number }>();

  constructor(board: DeskBoard) {
    this.#about = classifier(board);
    this.#updates = new UpdateWords(board);
  }

  /** Messages are about this one from now on. */
  set board(board: DeskBoard) {
    this.#about = classifier(board);
    this.#updates = new UpdateWords(board);
  }

  /** What passed the broker. */
  take({ topic, payload, retain, qos, atMs }: Message): MessageEvent {
    const words = this.#updates.of(topic, payload);
    const event: MessageEvent = {
      type: "message",
      topic,
      payload: shortened(payload),
      retain,
      qos,
      ...this.#about(topic),
      ...(words === undefined ? {} : { words }),
    };
    this.#keep(event, atMs);
    return event;
  }

  /** The last message on each topic. */
  standing(): ({ atMs: number } & MessageEvent)[] {
    return [...this.#last.values()].map(({ event, atMs }) => ({ atMs, ...event }));
  }

  /** What is retained on a topic, or was said there last by the board. */
  last(topic: string): string | undefined {
    return this.#last.get(topic)?.event.payload;
  }

  /** The broker has forgotten what it retained. */
  forgetRetained(): void {
    for (const [topic, { event }] of this.#last) if (event.retain) this.#last.delete(topic);
  }

  #keep(event: MessageEvent, atMs: number): void {
    const { topic, payload, retain, about } = event;
    const isOwn = about !== "other" && about !== "command";
    if (!isOwn && !retain) return;
    this.#last.delete(topic);
    // An empty one takes away what was retained.
    if (payload === "") return;
    this.#last.set(topic, { event, atMs });
    if (this.#last.size <= MOST_OTHERS) return;
    const others = [...this.#last].filter(([, each]) => each.event.about === "other");
    if (others.length > MOST_OTHERS) this.#last.delete(others[0][0]);
  }
}

function shortened(payload: string): string {
  return payload.length <= LONGEST_PAYLOAD
    ? payload
    : `${payload.slice(0, LONGEST_PAYLOAD)}… (${payload.length} characters)`;
}
