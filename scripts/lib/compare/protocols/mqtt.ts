import { connectAsync, type MqttClient } from "mqtt";
import { KEEP_ALIVE_SECONDS, NAME, type Address, type Client, type Protocol, type ServerName } from "../protocol";

/** MQTT 3.1.1 with mqtt.js: a clean session for each client. */
export function mqtt(qos: 0 | 1 | 2, server: ServerName = "mosquitto"): Protocol {
  // PINGREQ within each interval of silence, PINGRESP to it. MQTT 3.1.1 §3.1.2.10
  const idle = { up: KEEP_ALIVE_SECONDS, down: KEEP_ALIVE_SECONDS };
  return {
    name: `MQTT, QoS ${qos}${server === "mosquitto" ? "" : ` (${server})`}`,
    server,
    port: "mqtt",
    isAcknowledged: qos > 0,
    idle: { sender: idle, receiver: idle },
    async connectSender(address, keepAliveSeconds) {
      const client = await join(address, "sender", keepAliveSeconds);
      return {
        ...whileConnected(client),
        send: async (payload) => void (await client.publishAsync(NAME, payload, { qos })),
      };
    },
    async connectReceiver(address, index, onReading, keepAliveSeconds) {
      const client = await join(address, `reader${index}`, keepAliveSeconds);
      client.on("message", (_topic, payload) => onReading(payload.toString()));
      await client.subscribeAsync(NAME, { qos });
      return whileConnected(client);
    },
  };
}

async function join({ host, port, user, ca }: Address, clientId: string, keepalive: number): Promise<MqttClient> {
  const client = await connectAsync(
    `${ca === undefined ? "mqtt" : "mqtts"}://${host}:${port}`,
    { ...user, ca, clientId, keepalive, protocolVersion: 4, clean: true, reconnectPeriod: 0 },
    false,
  );
  client.on("error", () => undefined);
  return client;
}

function whileConnected(client: MqttClient): Client {
  return {
    keepAlive: async () => client.sendPing(),
    end: async () => void (await client.endAsync()),
  };
}
