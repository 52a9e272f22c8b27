import { connect, type Channel, type ChannelModel } from "amqplib";
import { DOTTED_NAME, KEEP_ALIVE_SECONDS, type Address, type Client, type Protocol } from "../protocol";

const EXCHANGE = "amq.topic";

/**
 * AMQP 0-9-1 with amqplib: the exchange for topics that every server has, and for each receiver a queue of its own.
 * @param isAcknowledged Whether the server confirms to the sender, and receivers acknowledge
 */
export function amqp091(isAcknowledged: boolean): Protocol {
  // Both sides send a heartbeat frame in each half of the interval. §4.2.7
  const idle = { up: KEEP_ALIVE_SECONDS / 2, down: KEEP_ALIVE_SECONDS / 2 };
  return {
    name: `AMQP 0-9-1${isAcknowledged ? ", acknowledged" : ""}`,
    server: "RabbitMQ",
    port: "amqp",
    isAcknowledged,
    idle: { sender: idle, receiver: idle, isTimed: true },
    async connectSender(address, keepAliveSeconds) {
      const connection = await join(address, keepAliveSeconds);
      if (!isAcknowledged) {
        const channel = await connection.createChannel();
        return {
          ...whileConnected(connection, channel),
          send: async (payload) => void channel.publish(EXCHANGE, DOTTED_NAME, Buffer.from(payload)),
        };
      }
      const channel = await connection.createConfirmChannel();
      return {
        ...whileConnected(connection, channel),
        send: (payload) =>
          new Promise((resolve, reject) =>
            channel.publish(EXCHANGE, DOTTED_NAME, Buffer.from(payload), {}, (error: unknown) =>
              error === null || error === undefined ? resolve() : reject(error),
            ),
          ),
      };
    },
    async connectReceiver(address, _index, onReading, keepAliveSeconds) {
      const connection = await join(address, keepAliveSeconds);
      const channel = await connection.createChannel();
      const { queue } = await channel.assertQueue("", { exclusive: true, durable: false, autoDelete: true });
      await channel.bindQueue(queue, EXCHANGE, DOTTED_NAME);
      await channel.consume(
        queue,
        (message) => {
          if (message === null) return;
          onReading(message.content.toString());
          if (isAcknowledged) channel.ack(message);
        },
        { noAck: !isAcknowledged },
      );
      return whileConnected(connection, channel);
    },
  };
}

async function join({ host, port, user, ca }: Address, heartbeat: number): Promise<ChannelModel> {
  const { username, password } = user;
  const protocol = ca === undefined ? "amqp" : "amqps";
  const socketOptions = ca === undefined ? { noDelay: true } : { noDelay: true, ca: [ca] };
  const connection = await connect(
    { protocol, hostname: host, port, username, password, heartbeat, vhost: "/" },
    socketOptions,
  );
  connection.on("error", () => undefined);
  return connection;
}

function whileConnected(connection: ChannelModel, channel: Channel): Client {
  return {
    async end() {
      await channel.close();
      await connection.close();
    },
  };
}
