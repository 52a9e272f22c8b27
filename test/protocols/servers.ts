import { isMosquittoInstalled } from "../simulator/broker/mosquitto";
import { isRabbitMqInstalled } from "../simulator/broker/rabbitmq-node";
import { isEjabberdInstalled, startEjabberd } from "./ejabberd";
import { startMosquitto } from "./mosquitto";
import { startRabbitMq } from "./rabbitmq";
import type { Identity, RunningServer } from "./server";

/** A server that has to be installed. */
export interface ServerKind {
  name: "mosquitto" | "RabbitMQ" | "ejabberd";
  isInstalled: () => boolean;
  start: (identity: Identity) => Promise<RunningServer>;
  /** Of Debian. */
  package: string;
}

export const SERVERS: readonly ServerKind[] = [
  { name: "mosquitto", isInstalled: isMosquittoInstalled, start: startMosquitto, package: "mosquitto" },
  { name: "RabbitMQ", isInstalled: isRabbitMqInstalled, start: startRabbitMq, package: "rabbitmq-server" },
  { name: "ejabberd", isInstalled: isEjabberdInstalled, start: startEjabberd, package: "ejabberd" },
];
