import { BrokerError } from "./broker-error";
import { TcpTarget } from "../network/tcp";
import type { Message, PublishOptions, TcpBroker } from "./broker";
import { MessageLog } from "./message-log";
import { Observer } from "./observer";

/** How soon it is heard again after it was away. */
const RECONNECT_MS = 250;

/** A broker that somebody else runs, by its URL. Starting and stopping it means joining and leaving. */
export class ExternalBroker implements TcpBroker {
  readonly host: string;
  readonly port: number;
  readonly securePort = 0;
  readonly target: TcpTarget;
  readonly #url: string;
  readonly #log: MessageLog;
  #observer: Observer | undefined;

  /**
   * @param url mqtt://[user:password@]host[:port]
   * @param keeps How many messages it keeps at least
   * @throws BrokerError when it is none
   */
  constructor(url: string, keeps?: number) {
    this.#log = new MessageLog(keeps);
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed?.protocol !== "mqtt:" || parsed.hostname === "") {
      throw new BrokerError("the broker's URL has to be mqtt://host or mqtt://host:port");
    }
    this.#url = url;
    this.host = parsed.hostname.replace(/^\[|\]$/g, "");
    this.port = parsed.port === "" ? 1883 : Number(parsed.port);
    this.target = new TcpTarget(
      this.host,
      () => this.port,
      (nowMs) => {
        this.#log.nowMs = nowMs;
      },
    );
    this.#log.onMessage(() => this.target.moved());
  }

  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  async start(): Promise<void> {
    this.#observer ??= await Observer.connect(this.#url, this.#log, RECONNECT_MS);
  }

  async stop(): Promise<void> {
    const observer = this.#observer;
    this.#observer = undefined;
    await observer?.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async publish(topic: string, payload: string | Buffer, options?: PublishOptions): Promise<void> {
    if (this.#observer === undefined) throw new Error(`cannot publish on ${topic}: not joined to the broker`);
    await this.#observer.publish(topic, payload, options);
    this.target.moved();
  }

  onMessage(listener: (message: Message) => void): void {
    this.#log.onMessage(listener);
  }
}
