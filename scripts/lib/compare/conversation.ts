import { FIRST_READING, type Address, type Protocol, type Receiver, type Sender } from "./protocol";

/** What does not come within this time does not come. */
const LONGEST_WAIT_MS = 60_000;

/** One sender and its receivers, each with a connection of its own; one reading after the other. */
export class Conversation {
  readonly #receivers: Receiver[] = [];
  #sender: Sender | undefined;
  #reading = "";
  #next = FIRST_READING;
  /** Which receivers have the reading. */
  readonly #have = new Set<number>();
  #onAll: ((error?: Error) => void) | undefined;
  #failure: Error | undefined;

  private constructor(
    readonly protocol: Protocol,
    readonly count: number,
  ) {}

  /**
   * Connects the receivers, one after the other, and then the sender.
   * @param addresses Where each of the two sorts connects to
   */
  static async open(
    protocol: Protocol,
    addresses: { sender: Address; receivers: Address },
    count: number,
    keepAliveSeconds: number,
  ): Promise<Conversation> {
    const made = new Conversation(protocol, count);
    for (let index = 0; index < count; index++) {
      const onReading = (payload: string): void => made.#took(index, payload);
      const receiver = protocol.connectReceiver(addresses.receivers, index, onReading, keepAliveSeconds);
      made.#receivers.push(await within(receiver, `connecting receiver ${index + 1}`));
    }
    const sender = protocol.connectSender(addresses.sender, keepAliveSeconds);
    made.#sender = await within(sender, "connecting the sender");
    return made;
  }

  get sender(): Sender {
    if (this.#sender === undefined) throw new Error("the sender is not connected");
    return this.#sender;
  }

  get receivers(): readonly Receiver[] {
    return this.#receivers;
  }

  /**
   * Sends the next reading, and waits until every receiver has it and, where it is acknowledged, the sender knows.
   * @returns After how many milliseconds all had it, and the sender went on
   * @throws Error when one gets another reading, or one twice, or none
   */
  async send(): Promise<{ toAllMs: number; sentMs: number }> {
    await Promise.all(this.#receivers.map((receiver) => receiver.ready?.()));
    this.#reading = String(this.#next++);
    this.#have.clear();
    const startMs = performance.now();
    const toAll = new Promise<number>((resolve, reject) => {
      this.#onAll = (error) => (error === undefined ? resolve(performance.now() - startMs) : reject(error));
    });
    if (this.#failure !== undefined) throw this.#failure;
    const sent = this.sender.send(this.#reading).then(() => performance.now() - startMs);
    const what = `reading ${this.#reading} to ${this.count} receivers`;
    const [toAllMs, sentMs] = await within(Promise.all([toAll, sent]), what);
    return { toAllMs, sentMs };
  }

  /** Ends all connections in good order. */
  async end(): Promise<void> {
    await within(this.sender.end(), "ending the sender");
    for (const receiver of this.#receivers) await within(receiver.end(), "ending a receiver");
  }

  #took(index: number, payload: string): void {
    if (payload !== this.#reading || this.#have.has(index)) {
      this.#failure = new Error(`receiver ${index + 1} got ${payload} when ${this.#reading} had been sent`);
      this.#onAll?.(this.#failure);
      return;
    }
    this.#have.add(index);
    if (this.#have.size === this.count) this.#onAll?.();
  }
}

/** @throws Error when it takes too long */
export async function within<T>(awaited: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} took longer than ${LONGEST_WAIT_MS / 1000} s`)),
      LONGEST_WAIT_MS,
    );
  });
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}
