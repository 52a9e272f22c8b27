/** A broker as its users run it, with the one user there is. */
export interface Server {
  readonly name: string;
  /** Of 127.0.0.1; the same after a restart. */
  readonly port: number;
  /** What it does not do of MQTT 3.1.1, by its own documentation. */
  readonly limits: {
    /** It has no QoS 2: takes PUBLISH at QoS 2 for one at QoS 1, and delivers at QoS 1. */
    noQos2?: string;
  };
  start(): Promise<void>;
  /** Ends every connection; sessions and retained messages outlive it. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const HOST = "127.0.0.1";
export const USERNAME = "mote";
export const PASSWORD = "secret";
/** A topic that nobody may subscribe to; where a server can be told so. */
export const FORBIDDEN = "forbidden/topic";

/** A server, or what has to be installed to have it. */
export interface Choice {
  name: string;
  missing: string | undefined;
  make: () => Server;
}
