/** What every protocol is asked to do: one client sends readings, others get them. */

/** What a reading is called, in all of them. */
export const NAME = "home/greenhouse/bed/soil/moisture";
/** The same where levels are parted by dots. */
export const DOTTED_NAME = NAME.replaceAll("/", ".");

/** The readings of a run, each of them six bytes. */
export const FIRST_READING = 100_000;
export const PAYLOAD_BYTES = 6;

/** Who every client logs in as. */
export interface User {
  username: string;
  password: string;
}

/** How a client reaches a server. */
export interface Address {
  host: string;
  port: number;
  user: User;
  /** PEM, of who signed the server's certificate: with it, the client speaks TLS. */
  ca?: string;
}

export interface Client {
  /** Has one exchange take place that shows both sides that the other is there, where that does not come by itself. */
  keepAlive?(): Promise<void>;
  /** Ends the connection in good order. */
  end(): Promise<void>;
}

export interface Sender extends Client {
  /** Resolves once it is acknowledged, where it is, and else once it was handed to the system. */
  send(payload: string): Promise<void>;
}

export interface Receiver extends Client {
  /** Resolves once it waits for the next reading, where it has to ask for each. */
  ready?(): Promise<void>;
}

/** How often something goes each way in an hour without readings, in seconds; nothing, if not given. */
export interface IdlePeriods {
  up?: number;
  down?: number;
}

export const SERVERS = ["mosquitto", "RabbitMQ", "ejabberd", "node:http"] as const;
export type ServerName = (typeof SERVERS)[number];

/** The interval that every protocol's keep-alive is reckoned with. */
export const KEEP_ALIVE_SECONDS = 60;

export interface Protocol {
  name: string;
  server: ServerName;
  /** Which of the server's ports it is. */
  port: "mqtt" | "amqp" | "xmpp" | "http";
  /** Whether sender and server know that a reading has arrived. */
  isAcknowledged: boolean;
  /** By which rule of its own it shows in an hour without readings that it is there. */
  idle: {
    sender: IdlePeriods;
    receiver: IdlePeriods;
    /** Whether both sides do so by clocks of their own, with the same frame, and cannot be asked for it. */
    isTimed?: boolean;
  };
  /** What has to be there before anybody connects, and is not part of what is measured. */
  prepare?(address: Address): Promise<void>;
  /** @param keepAliveSeconds What it agrees with the server on, where that is how its keep-alive works */
  connectSender(address: Address, keepAliveSeconds: number): Promise<Sender>;
  connectReceiver(
    address: Address,
    index: number,
    onReading: (payload: string) => void,
    keepAliveSeconds: number,
  ): Promise<Receiver>;
}
