import { isMosquittoInstalled } from "../simulator/broker/mosquitto";
import { isNatsInstalled } from "../simulator/broker/nats-node";
import { isRabbitMqInstalled } from "../simulator/broker/rabbitmq-node";
import { AedesServer } from "./aedes-server";
import { MosquittoServer } from "./mosquitto-server";
import { NatsServer } from "./nats-server";
import { RabbitMqServer } from "./rabbitmq-server";
import type { ServerKind } from "./server";

/** The servers of the suite, and what each does not do. */
export const SERVERS: ServerKind[] = [
  {
    name: "aedes",
    create: () => new AedesServer(),
    isInstalled: () => true,
    install: "npm ci",
    highestQos: 2,
    deniedSubscription: "refused",
  },
  {
    name: "mosquitto",
    create: () => new MosquittoServer(),
    isInstalled: isMosquittoInstalled,
    install: "apt-get install mosquitto",
    highestQos: 2,
    // With an acl_file it grants every subscription and holds back the messages:
    // https://github.com/eclipse-mosquitto/mosquitto/issues/2042
    deniedSubscription: "granted",
  },
  {
    name: "RabbitMQ",
    create: () => new RabbitMqServer(),
    isInstalled: isRabbitMqInstalled,
    install: "apt-get install rabbitmq-server",
    // QoS 0 and 1 only: https://rabbitmq.com/docs/3.13/mqtt, "Supported MQTT features"; its first description says that
    // it grants subscriptions up to QoS 1: https://rabbitmq.com/blog/2012/09/12/mqtt-adapter
    highestQos: 1,
    aboveHighestQos: "lowered",
    // Seen with 3.10.8; no source found for it. MQTT 3.1.1 has 0x80 for this (§3.9.3).
    deniedSubscription: "closed",
  },
  {
    name: "NATS",
    create: () => new NatsServer(),
    isInstalled: isNatsInstalled,
    install: "apt-get install nats-server",
    // QoS 2 is there from 2.10 on; Debian 12 has 2.9: https://docs.nats.io/running-a-nats-service/configuration/mqtt
    highestQos: 1,
    aboveHighestQos: "closed",
    // It takes that for two clients that throw each other off, and lets neither in for a second ("flapping", server/mqtt.go).
    holdsBackReturning: true,
    deniedSubscription: "refused",
  },
];
