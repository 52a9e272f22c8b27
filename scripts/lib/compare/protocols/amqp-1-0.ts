import { once } from "node:events";
import { create_container, message, type Connection, type ConnectionOptions, type Delivery } from "rhea";
import { DOTTED_NAME, KEEP_ALIVE_SECONDS, type Address, type Client, type Protocol } from "../protocol";

/** How RabbitMQ calls what goes through its exchange for topics. */
const ADDRESS = `/topic/${DOTTED_NAME}`;

/** How many readings a receiver lets come before it has to say more: what rhea has by default. */
const CREDIT = 1_000;

/** The values of "snd-settle-mode". §2.8.2 */
const UNSETTLED = 0;
const SETTLED = 1;

/**
 * AMQP 1.0 with rhea, on a link to the topic: its address is said once, when the link is made.
 * @param isAcknowledged Whether transfers are settled by whom they reach, or by who sends them
 */
export function amqp10(isAcknowledged: boolean): Protocol {
  // Each side says how long it waits, and the other sends an empty frame in each half of that. §2.4.5
  const idle = { up: KEEP_ALIVE_SECONDS / 2, down: KEEP_ALIVE_SECONDS / 2 };
  const snd_settle_mode = isAcknowledged ? UNSETTLED : SETTLED;
  return {
    name: `AMQP 1.0${isAcknowledged ? ", acknowledged" : ""}`,
    server: "RabbitMQ",
    port: "amqp",
    isAcknowledged,
    idle: { sender: idle, receiver: idle, isTimed: true },
    async connectSender(address, keepAliveSeconds) {
      const connection = await join(address, "sender", keepAliveSeconds);
      const link = connection.open_sender({ target: { address: ADDRESS }, snd_settle_mode });
      await once(link, "sendable");
      return {
        ...whileConnected(connection),
        send: async (payload) => {
          const delivery = link.send({ body: message.data_section(Buffer.from(payload)) });
          if (isAcknowledged) await accepted(connection, delivery);
        },
      };
    },
    async connectReceiver(address, index, onReading, keepAliveSeconds) {
      const connection = await join(address, `reader${index}`, keepAliveSeconds);
      const link = connection.open_receiver({
        source: { address: ADDRESS },
        credit_window: CREDIT,
        snd_settle_mode,
      });
      // Accepted, and so settled, as soon as this has been told of it.
      link.on("message", ({ message: got }) => onReading(text(got?.body)));
      await once(link, "receiver_open");
      return whileConnected(connection);
    },
  };
}

async function join({ host, port, user, ca }: Address, id: string, keepAliveSeconds: number): Promise<Connection> {
  const options = {
    host,
    port,
    ...user,
    container_id: id,
    // What this side tells the server to send within; the server answers with one of its own.
    idle_time_out: keepAliveSeconds * 1000,
    reconnect: false,
    ...(ca === undefined ? { transport: "tcp" } : { transport: "tls", ca: [ca], servername: "localhost" }),
  } as ConnectionOptions;
  const connection = create_container({ id }).connect(options);
  const [outcome] = (await Promise.race([
    once(connection, "connection_open").then(() => [undefined]),
    once(connection, "disconnected").then(([context]) => [context]),
  ])) as [{ error?: Error } | undefined];
  if (outcome !== undefined) throw outcome.error ?? new Error("the server closed the connection");
  return connection;
}

/** Resolves when the server has accepted a delivery. */
function accepted(connection: Connection, delivery: Delivery): Promise<void> {
  return new Promise((resolve, reject) => {
    const settled = (context: { delivery?: Delivery }): void => {
      if (context.delivery !== delivery) return;
      connection.removeListener("settled", settled);
      if (delivery.remote_settled) resolve();
      else reject(new Error("the server did not accept a reading"));
    };
    connection.on("settled", settled);
  });
}

function text(body: unknown): string {
  const content = (body as { content?: unknown } | undefined)?.content ?? body;
  return Buffer.isBuffer(content) ? content.toString() : String(content);
}

function whileConnected(connection: Connection): Client {
  return {
    async end() {
      const closed = once(connection, "connection_close");
      connection.close();
      await closed;
    },
  };
}
