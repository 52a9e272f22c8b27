import type { MqttClient } from "mqtt";

/** How long it waits before it tries again: twice as long each time, up to the most. */
export interface BackOff {
  firstMs: number;
  mostMs: number;
}

/** Does something after so long. @returns does it never */
export type After = (ms: number, run: () => void) => () => void;

const later: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

const BACK_OFF: BackOff = { firstMs: 1_000, mostMs: 30_000 };

export interface ConnectionEvents {
  /** It was made; the connection ends, and is made anew, where this fails. */
  joined(client: MqttClient): Promise<void>;
  /** It cannot be made, or is gone. Told at each attempt that fails. */
  failed(error: Error): void;
}

/** A connection to a broker that is made again whenever it is gone. */
export class StandingConnection {
  readonly #join: () => Promise<MqttClient>;
  readonly #events: ConnectionEvents;
  readonly #backOff: BackOff;
  #client: MqttClient | undefined;
  readonly #after: After;
  #cancel: () => void = () => undefined;
  #waitMs: number;
  #isClosed = false;

  /** @param join As `joinBroker` does: a client that does not connect again by itself */
  constructor(join: () => Promise<MqttClient>, events: ConnectionEvents, backOff = BACK_OFF, after = later) {
    this.#join = join;
    this.#events = events;
    this.#backOff = backOff;
    this.#after = after;
    this.#waitMs = backOff.firstMs;
  }

  /** While there is one. */
  get client(): MqttClient | undefined {
    return this.#client;
  }

  /** Makes the first attempt, and goes on by itself from there. */
  async open(): Promise<void> {
    try {
      const client = await this.#join();
      // What goes wrong with it is seen by its end.
      client.on("error", () => undefined);
      if (this.#isClosed) {
        await client.endAsync(true);
        return;
      }
      client.once("close", () => this.#lost(client));
      this.#client = client;
      try {
        await this.#events.joined(client);
      } catch (error) {
        this.#client = undefined;
        await client.endAsync(true);
        throw error;
      }
      this.#waitMs = this.#backOff.firstMs;
    } catch (error) {
      this.#again(error as Error);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    const client = this.#client;
    this.#client = undefined;
    await client?.endAsync(true);
  }

  #lost(client: MqttClient): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#again(new Error("the broker has closed the connection"));
  }

  #again(error: Error): void {
    if (this.#isClosed) return;
    this.#events.failed(error);
    this.#cancel = this.#after(this.#waitMs, () => void this.open());
    this.#waitMs = Math.min(2 * this.#waitMs, this.#backOff.mostMs);
  }
}
