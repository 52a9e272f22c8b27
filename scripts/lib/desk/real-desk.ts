import type { MqttClient, OnMessageCallback } from "mqtt";
import type { Board } from "../board/config";
import { giveCommand } from "../broker/give-command";
import { awaitAwake } from "../broker/wait-awake";
import { StandingConnection, type BackOff } from "../broker/standing-connection";
import { subscribeEach } from "../broker/subscribe-each";
import { UserError } from "../user-error";
import { classifier, type About } from "./classify";
import { describeBoard } from "./describe";
import type { Desk } from "./desk";
import { InTurn } from "./in-turn";
import type { DeskAction, DeskBoard, DeskEvent, DeskHappening } from "./protocol";

/** How long a node has to answer a command. */
const ANSWER_MS = 10_000;
/** As much of a message as is shown: no packet that a board takes in or sends is longer. */
const LONGEST_PAYLOAD = 8_192;

export interface RealDeskOptions {
  /** Joins its broker, as `joinBroker` does. */
  join: () => Promise<MqttClient>;
  /** What it is called, where not as its board: one of several nodes. */
  name?: string;
  /** A text without the secrets of the board file. */
  hide?: (text: string) => string;
  backOff?: BackOff;
  answerMs?: number;
}

type MessageEvent = DeskEvent & { type: "message" };

/**
 * A board that is somewhere else, as far as its broker tells of it: what it publishes, and commands, which are signed here where it asks
 * for that. A broker that goes away is joined again.
 */
export class RealDesk implements Desk {
  readonly board: DeskBoard;
  readonly #config: Board;
  readonly #options: RealDeskOptions;
  readonly #about: (topic: string) => About;
  readonly #connection: StandingConnection;
  readonly #listeners = new Set<(event: DeskEvent) => void>();
  /** By topic. Commands are gone when they are given. */
  readonly #last = new Map<string, MessageEvent>();
  readonly #commands = new InTurn();
  readonly #startedMs = performance.now();
  #isUp = false;
  /** What was told last of a broker that is not there; each reason is told once. */
  #problem = "";

  private constructor(config: Board, options: RealDeskOptions) {
    this.#config = config;
    this.#options = options;
    this.board = { ...describeBoard(config, "real"), name: options.name ?? config.name };
    this.#about = classifier(this.board);
    const events = {
      joined: (client: MqttClient) => this.#joined(client),
      failed: (error: Error) => this.#failed(error),
    };
    this.#connection = new StandingConnection(options.join, events, options.backOff);
  }

  /**
   * Sets up the desk, whether its broker can be joined now or only later: the first attempt is over when this is.
   * @param config With the chip's address in place of {mac}
   * @param listener Hears of that attempt already
   */
  static async open(
    config: Board,
    options: RealDeskOptions,
    listener: (event: DeskEvent) => void = () => undefined,
  ): Promise<RealDesk> {
    const desk = new RealDesk(config, options);
    desk.onEvent(listener);
    await desk.#connection.open();
    return desk;
  }

  get nowMs(): number {
    return performance.now() - this.#startedMs;
  }

  /** Where the board publishes the lines of its console; undefined where it does not. */
  get #consoleTopic(): string | undefined {
    return this.#config.consoles?.mqtt === true ? this.#config.topics.console : undefined;
  }

  standing(): DeskEvent[] {
    const told: DeskEvent[] = this.#isUp || this.#problem === "" ? [] : [this.#at(problem(this.#problem))];
    const link: DeskEvent = this.#at({ type: "link", isUp: this.#isUp });
    return [link, ...told, ...[...this.#last.values()].sort((a, b) => a.atMs - b.atMs)];
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async perform(action: DeskAction): Promise<void> {
    if (action.do !== "command") {
      throw new UserError(`${this.board.name} is a real board, which can only be commanded`);
    }
    const { actuator, payload } = action;
    const give = (): Promise<string> => this.#give(actuator, payload);
    try {
      // Each signed command takes the nonce that the answer to the one before it brings.
      await (this.#config.commands === undefined ? give() : this.#commands.do(actuator, give));
    } catch (error) {
      throw error instanceof UserError ? new UserError(this.#hidden(error.message)) : error;
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#connection.close();
  }

  async #give(actuator: string, payload: string): Promise<string> {
    const { client } = this.#connection;
    if (client === undefined) {
      throw new UserError(
        `${actuator}: not sent, since the broker of ${this.board.name} is not there; it is tried again`,
      );
    }
    await awaitAwake(client, this.#config, (text) => this.#tell({ type: "told", text, isProblem: false }));
    return giveCommand(client, this.#config, actuator, payload, this.#options.answerMs ?? ANSWER_MS);
  }

  async #joined(client: MqttClient): Promise<void> {
    client.on("message", this.#take);
    const { values, actuators, statusTopic, diagnosticsTopic } = this.board;
    const topics = [
      // First, so that whatever follows is known to be old or new.
      statusTopic,
      diagnosticsTopic,
      ...actuators.flatMap(({ stateTopic, commandTopic, control }) => [
        stateTopic,
        commandTopic,
        ...(control.kind === "cover" && control.positionTopic !== undefined ? [control.positionTopic] : []),
      ]),
      ...values.map(({ topic }) => topic),
      ...(this.#consoleTopic === undefined ? [] : [this.#consoleTopic]),
    ];
    const { topicsPerSubscribe } = this.#config.broker;
    const refused = await subscribeEach(client, [...new Set(topics)], topicsPerSubscribe);
    this.#isUp = true;
    if (this.#problem !== "") this.#tell({ type: "told", text: "the broker is there", isProblem: false });
    this.#problem = "";
    this.#tell({ type: "link", isUp: true });
    if (refused.length > 0) {
      this.#tell(
        problem(`the broker refuses to tell this user of ${refused.join(", ")}: look at this user's rights there`),
      );
    }
  }

  #failed(error: Error): void {
    const wasUp = this.#isUp;
    this.#isUp = false;
    if (wasUp) this.#tell({ type: "link", isUp: false });
    const text = this.#hidden(`${error.message}. It is tried again.`);
    if (text === this.#problem) return;
    this.#problem = text;
    this.#tell(problem(text));
  }

  readonly #take: OnMessageCallback = (topic, bytes, { retain, qos }) => {
    const text = bytes.toString();
    const payload = text.length > LONGEST_PAYLOAD ? `${text.slice(0, LONGEST_PAYLOAD)}…` : text;
    if (topic === this.#consoleTopic) {
      for (const line of payload.replace(/\n$/, "").split("\n")) this.#tell({ type: "console", line });
      return;
    }
    const known = this.#last.get(topic);
    // What is retained comes again with each subscription, and is nothing new.
    if (retain && known?.payload === payload) return;
    const event: MessageEvent = {
      atMs: this.nowMs,
      type: "message",
      topic,
      payload,
      retain,
      qos,
      ...this.#about(topic),
    };
    if (event.about !== "command") this.#last.set(topic, event);
    this.#emit(event);
  };

  #hidden(text: string): string {
    return this.#options.hide?.(text) ?? text;
  }

  #at(happening: DeskHappening): DeskEvent {
    return { atMs: this.nowMs, ...happening };
  }

  #tell(happening: DeskHappening): void {
    this.#emit(this.#at(happening));
  }

  #emit(event: DeskEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function problem(text: string): DeskHappening {
  return { type: "told", text, isProblem: true };
}
