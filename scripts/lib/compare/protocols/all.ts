import type { ReadingServer } from "../http/server";
import type { Protocol } from "../protocol";
import { amqp091 } from "./amqp-0-9-1";
import { amqp10 } from "./amqp-1-0";
import { http } from "./http";
import { mqtt } from "./mqtt";
import { xmpp } from "./xmpp";

/** All that are compared. MQTT stands there once more on the server of AMQP: what is the server's is not the protocol's. */
export function allProtocols(readingServer: ReadingServer): Protocol[] {
  return [
    mqtt(0),
    mqtt(1),
    mqtt(2),
    mqtt(1, "RabbitMQ"),
    http("a connection per request", readingServer),
    http("kept alive", readingServer),
    http("server-sent events", readingServer),
    amqp091(false),
    amqp091(true),
    amqp10(false),
    amqp10(true),
    xmpp,
  ];
}
