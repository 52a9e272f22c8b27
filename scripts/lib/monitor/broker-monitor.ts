import type { MqttClient, OnMessageCallback } from "mqtt";
import type { Board } from "../board/config";
import { boardOfNode } from "../broker/find-node";
import { subscribe } from "../broker/join";
import { wakeWords } from "../broker/wait-awake";
import { StandingConnection, type BackOff } from "../broker/standing-connection";
import { UserError } from "../user-error";
import type { SourcePositions } from "./source-positions";
import { StackTraces } from "./stack-traces";
import type { Transcript } from "./transcript";

/** A node publishes less at once. */
const MOST_CHARACTERS = 8_192;

export interface BrokerMonitorOptions {
  /** Joins the broker, as `joinBroker` does. */
  join: () => Promise<MqttClient>;
  board: Board;
  /** Which node, where the board file stands for many. */
  mac: string | undefined;
  positions: SourcePositions | undefined;
  transcript: Pick<Transcript, "line">;
  backOff?: BackOff;
}

/** A node's console for a person who is somewhere else: what it publishes of it. It goes on when the broker was away. */
export class BrokerMonitor {
  readonly #options: BrokerMonitorOptions;
  readonly #traces: StackTraces;
  readonly #stopped: Promise<void>;
  readonly #connection: StandingConnection;
  #node: Board | undefined;
  /** What was told last of a broker that is not there. */
  #problem: Error | undefined;
  stop: () => void = () => {};

  /** @throws UserError where the board publishes no console */
  constructor(options: BrokerMonitorOptions) {
    const { board, positions, transcript } = options;
    if (board.consoles?.mqtt !== true) {
      throw new UserError(
        `${board.name} does not publish its console: write "consoles": { "mqtt": true } into its board file, and flash it`,
      );
    }
    this.#options = options;
    this.#traces = new StackTraces(positions, (line) => transcript.line(line), false);
    this.#stopped = new Promise((resolve) => (this.stop = resolve));
    const events = {
      joined: (client: MqttClient) => this.#joined(client),
      failed: (error: Error) => this.#failed(error),
    };
    this.#connection = new StandingConnection(options.join, events, options.backOff);
  }

  /**
   * Shows what comes until `stop`.
   * @throws UserError when the broker cannot be joined the first time, does not tell of the topic, or the node is not known
   */
  async run(): Promise<void> {
    await this.#connection.open();
    try {
      if (this.#connection.client === undefined && this.#problem !== undefined) throw this.#problem;
      await this.#stopped;
    } finally {
      await this.#connection.close();
    }
  }

  async #joined(client: MqttClient): Promise<void> {
    const { board, mac, transcript } = this.#options;
    const node = (this.#node ??= await boardOfNode(client, board, mac));
    client.on("message", this.#take);
    await subscribe(client, [node.topics.status, node.topics.console]);
    transcript.line(`--- what is published on ${node.topics.console} from now on ---`);
    this.#problem = undefined;
  }

  #failed(error: Error): void {
    const isFirst = this.#node === undefined;
    if (!isFirst && error.message !== this.#problem?.message) {
      this.#options.transcript.line(`--- ${error.message}; it is tried again ---`);
    }
    this.#problem = error;
  }

  readonly #take: OnMessageCallback = (topic, bytes, { retain }) => {
    const { transcript, board } = this.#options;
    const payload = bytes.toString().slice(0, MOST_CHARACTERS);
    if (topic === this.#node?.topics.status) {
      const until = payload === "asleep" && board.sleep !== undefined ? `; ${wakeWords(board)}` : "";
      transcript.line(`--- ${board.name} ${retain ? "is" : "is now"} ${payload}${until} ---`);
    } else if (topic === this.#node?.topics.console) {
      for (const line of payload.replace(/\n$/, "").split("\n")) this.#traces.take(line.replace(/^(\d+) /, "$1 s  "));
    }
  };
}
