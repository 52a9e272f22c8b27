import type { MqttClient } from "mqtt";
import { subscribe } from "../broker/join";
import { StandingConnection } from "../broker/standing-connection";
import type { Time } from "./part-queue";

/** What goes on with the nodes of a board, and hears all that they say. */
export interface Run {
  /** Resolves when there is nothing left to do. */
  readonly ended: Promise<void>;
  start(): void;
  receive(topic: string, payload: Buffer, isRetained: boolean): void;
  /** The connection was made, for the first time or anew. */
  connected(): void;
  close(): void;
}

export type Publish = (
  topic: string,
  payload: string | Buffer,
  options: { qos: 0 | 1; retain: boolean },
) => Promise<unknown>;

export interface ServeOptions {
  /** The connection that there is already. */
  client: MqttClient;
  /** Makes one when that is gone. */
  join: () => Promise<MqttClient>;
  filters: readonly string[];
  /** Makes what goes on. */
  run: (publish: Publish) => Run;
  print: (line: string) => void;
  time: Time;
  /** Ends it before its time. */
  stopped: Promise<void>;
}

/**
 * Has a run speak with nodes through a broker, over one connection, which is made again whenever it is gone.
 * @throws UserError where the broker refuses what is subscribed to at the beginning
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { client: first, join, filters, run: make, print, time, stopped } = options;
  let ready: MqttClient | undefined = first;
  let isBegun = false;
  /** Why there is no connection, while there is none. */
  let failure: Error | undefined;
  const run = make(async (topic, payload, options) => {
    if (connection.client === undefined) throw new Error("no connection");
    return connection.client.publishAsync(topic, payload, options);
  });
  const connection: StandingConnection = new StandingConnection(
    async () => {
      const client = ready ?? (await join());
      ready = undefined;
      return client;
    },
    {
      joined: async (client) => {
        client.on("message", (topic, payload, { retain }) => run.receive(topic, payload, retain));
        await subscribe(client, filters);
        if (failure !== undefined) print("the broker is there again");
        failure = undefined;
        // What it has to say is said through this connection.
        setImmediate(() => run.connected());
      },
      failed: (error) => {
        if (isBegun && failure === undefined) {
          print(`the connection to the broker is gone (${error.message}); it is made again by itself`);
        }
        failure = error;
      },
    },
    undefined,
    time.after,
  );
  try {
    await connection.open();
    // Typescript does not see that an event has set it.
    const refusal = failure as Error | undefined;
    if (refusal !== undefined) throw refusal;
    isBegun = true;
    run.start();
    await Promise.race([run.ended, stopped]);
  } finally {
    isBegun = false;
    run.close();
    // What was said last is to get there.
    await connection.client?.endAsync();
    await connection.close();
  }
}
