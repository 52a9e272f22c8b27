import { readdirSync } from "node:fs";
import { freePorts, removeFolder } from "../simulator/broker/daemon";
import { RabbitMqNode, startPortMapper } from "../simulator/broker/rabbitmq-node";
import { HOST, serverFolder, USER, type Identity, type RunningServer } from "./server";

/** A RabbitMQ with its plugins for MQTT and AMQP 1.0. */
export async function startRabbitMq(identity: Identity): Promise<RunningServer> {
  const [mqtt = 0, secureMqtt = 0, amqp = 0, secureAmqp = 0, distributionPort = 0, mapperPort = 0] = await freePorts(
    HOST,
    6,
  );
  const { folder, cert, key } = serverFolder("rabbitmq", identity);
  const endMapper = await startPortMapper(mapperPort, folder);
  const node = new RabbitMqNode({
    folder,
    mqttPort: mqtt,
    amqpPort: amqp,
    distributionPort,
    mapperPort,
    users: [USER],
    plugins: ["rabbitmq_amqp1_0"],
    lines: [
      `listeners.ssl.1 = ${HOST}:${secureAmqp}`,
      `mqtt.listeners.ssl.1 = ${HOST}:${secureMqtt}`,
      `ssl_options.certfile = ${cert}`,
      `ssl_options.keyfile = ${key}`,
    ],
  });
  const stop = async (): Promise<void> => {
    // Nothing of it is needed any more, and to end in good order takes it seconds.
    await node.kill();
    await endMapper();
    removeFolder(folder);
  };
  try {
    await node.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    version: version(),
    ports: { mqtt: { plain: mqtt, secure: secureMqtt }, amqp: { plain: amqp, secure: secureAmqp } },
    stop,
  };
}

/** The folder that its program runs from is called by it. */
function version(): string {
  const names = readdirSync("/usr/lib/rabbitmq/lib").map((name) => /^rabbitmq_server-(.*)/.exec(name)?.[1]);
  return names.find((name) => name !== undefined) ?? "?";
}
