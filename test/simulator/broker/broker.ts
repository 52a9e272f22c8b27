import type { Target } from "../network/target";

/** An application message that the broker took in, whoever published it. */
export interface Message {
  topic: string;
  /** The payload as UTF-8 text. */
  payload: string;
  /** Whether it was published to be retained; false where an external broker without MQTT 5 does not tell. */
  retain: boolean;
  qos: 0 | 1 | 2;
  /** When it passed the broker, on the clock of the board that is connected through `target`. */
  atMs: number;
}

export interface PublishOptions {
  retain?: boolean;
  qos?: 0 | 1 | 2;
}

/** A broker for scenarios and for `npm start`. */
export interface Broker {
  /** Every message that passed the broker since it was made, except its own under $SYS. */
  readonly messages: readonly Message[];
  /** What a simulated network routes an address to. While the broker is stopped, connecting there is refused. */
  readonly target: Target;
  /** Takes clients from now on. @throws BrokerError when it cannot: the port is taken, the broker cannot be reached */
  start(): Promise<void>;
  /** Closes every connection and refuses new ones. Sessions and retained messages are lost; `messages` stays. */
  stop(): Promise<void>;
  restart(): Promise<void>;
  publish(topic: string, payload: string | Buffer, options?: PublishOptions): Promise<void>;
  /** Calls `listener` with each message that passes from now on. */
  onMessage(listener: (message: Message) => void): void;
}

/** A broker that listens on a TCP port, so that clients of other processes can join. */
export interface TcpBroker extends Broker {
  readonly host: string;
  /** Known once started, and the same after a restart. */
  readonly port: number;
  /** Where it speaks TLS; 0 where it does not. Known once started, and the same after a restart. */
  readonly securePort: number;
}
