import { generate, parser, type IConnectPacket, type IPublishPacket, type Packet } from "mqtt-packet";
import type { BoardEnd, Peer, Target, TargetOutcome } from "../network/target";
import type { Broker, Message, PublishOptions } from "./broker";
import { MessageLog } from "./message-log";

/** What a broker of its own ways does with a packet. @returns whether that was all; otherwise it is answered as usual */
export type Takes = (packet: Packet, connection: ScriptedConnection) => boolean | void;

/** One connection to a scripted broker. */
export class ScriptedConnection {
  readonly filters = new Map<string, 0 | 1 | 2>();
  /** Since the CONNECT. */
  connect: IConnectPacket | undefined;
  isOpen = true;

  constructor(
    readonly board: BoardEnd,
    /** On the board's clock. */
    readonly openedMs: number,
  ) {}

  send(packet: Packet): void {
    if (this.isOpen) this.board.received(generate(packet).toString("latin1"));
  }

  /** Closes the connection without a word. The will, where there is one, is the script's matter. */
  hangUp(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.board.ended();
  }
}

/**
 * A small broker in memory that does what no broker does that could be installed here, as a script says: what it leaves is answered
 * at once, as MQTT 3.1.1 has it, at QoS 0 and 1, and passed on to who subscribed to the very topic. It publishes no wills.
 */
export class ScriptedBroker implements Broker {
  readonly target: Target;
  readonly connections: ScriptedConnection[] = [];
  /** Every packet that came, of all connections. */
  readonly packets: Packet[] = [];
  /** What is retained, by topic. */
  readonly retained = new Map<string, string>();
  readonly #log = new MessageLog();
  #isUp = false;

  /** @param takes What it does otherwise than usual; may be changed at any time. */
  constructor(public takes: Takes = () => false) {
    this.target = {
      connect: (board) => this.#connect(board),
      advance: (nowMs) => {
        this.#log.nowMs = nowMs;
      },
      settle: () => Promise.resolve(),
      close: () => {},
    };
  }

  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  get nowMs(): number {
    return this.#log.nowMs;
  }

  /** The connection that was opened last. */
  get last(): ScriptedConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error("nobody has connected");
    return last;
  }

  start(): Promise<void> {
    this.#isUp = true;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#isUp = false;
    for (const connection of this.connections) connection.hangUp();
    return Promise.resolve();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  publish(topic: string, payload: string | Buffer, { retain = false, qos = 0 }: PublishOptions = {}): Promise<void> {
    this.#pass({ cmd: "publish", topic, payload: payload.toString(), retain, qos, dup: false });
    return Promise.resolve();
  }

  onMessage(listener: (message: Message) => void): void {
    this.#log.onMessage(listener);
  }

  #connect(board: BoardEnd): TargetOutcome {
    if (!this.#isUp) return { failure: "refused" };
    const connection = new ScriptedConnection(board, this.nowMs);
    this.connections.push(connection);
    const reader = parser({ protocolVersion: 4 });
    reader.on("packet", (packet) => {
      this.packets.push(packet);
      if (connection.isOpen && this.takes(packet, connection) !== true) this.#answer(packet, connection);
    });
    const peer: Peer = {
      write: (bytes) => {
        reader.parse(Buffer.from(bytes, "latin1"));
      },
      close: () => {
        connection.isOpen = false;
      },
      abort: () => {
        connection.isOpen = false;
      },
    };
    return { peer };
  }

  #answer(packet: Packet, connection: ScriptedConnection): void {
    switch (packet.cmd) {
      case "connect":
        connection.connect = packet;
        connection.send({ cmd: "connack", returnCode: 0, sessionPresent: false });
        break;
      case "subscribe": {
        const granted = packet.subscriptions.map(({ qos }) => qos);
        for (const { topic, qos } of packet.subscriptions) connection.filters.set(topic, qos);
        connection.send({ cmd: "suback", messageId: packet.messageId, granted });
        for (const { topic } of packet.subscriptions) {
          const payload = this.retained.get(topic);
          if (payload !== undefined)
            connection.send({ cmd: "publish", topic, payload, retain: true, qos: 0, dup: false });
        }
        break;
      }
      case "unsubscribe":
        for (const topic of packet.unsubscriptions) connection.filters.delete(topic);
        connection.send({ cmd: "unsuback", messageId: packet.messageId, granted: [] });
        break;
      case "publish":
        this.#pass(packet);
        if (packet.qos === 1) connection.send({ cmd: "puback", messageId: packet.messageId });
        break;
      case "pingreq":
        connection.send({ cmd: "pingresp" });
        break;
      default:
        break;
    }
  }

  #pass(packet: IPublishPacket): void {
    const { topic, payload, retain } = packet;
    this.#log.add(packet);
    if (retain) this.retained.set(topic, payload.toString());
    for (const connection of this.connections) {
      if (connection.filters.has(topic)) {
        connection.send({ cmd: "publish", topic, payload: payload.toString(), retain: false, qos: 0, dup: false });
      }
    }
  }
}
