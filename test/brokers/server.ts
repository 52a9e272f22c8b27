/** A real MQTT server on a port of 127.0.0.1, with the user `USER` and no other; it keeps sessions over a restart. */
export interface Server {
  /** Known once started, and the same after a restart. */
  readonly port: number;
  start(): Promise<void>;
  /** Ends it and starts it again on what it has stored. */
  restart(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export const HOST = "127.0.0.1";
export const USER = { username: "node", password: "secret" };

/** Below this level `USER` may not read. */
export const FORBIDDEN = "forbidden";

/** A server of the suite, and where it keeps away from MQTT 3.1.1 or uses the freedom that it leaves. */
export interface ServerKind {
  name: string;
  create: () => Server;
  isInstalled: () => boolean;
  /** What to do where it is missing. */
  install: string;
  /** The highest quality of service that it grants and hands on. */
  highestQos: 1 | 2;
  /** What it does with a message of a higher one. */
  aboveHighestQos?: "lowered" | "closed";
  /** Whether it may close the connection of a client that came back twice before the server noticed that it was gone. */
  holdsBackReturning?: boolean;
  /** What it does with a subscription that `USER` may not have: SUBACK with 0x80; grants it in vain; closes the connection. */
  deniedSubscription: "refused" | "granted" | "closed";
}
