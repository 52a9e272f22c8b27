import { BOARD_DEFAULTS, PART_DEFAULTS } from "../board/defaults";
import { literal, topicField } from "../bytes";
import { COMMAND_TOPIC, CONNECT_PACKET, READING_TOPIC, STATE_TOPIC, subscribePacket } from "./workload";

/** How a program's client reaches the network. */
export type Network = "tcp" | "memory";

export interface ClientProgram {
  /** Of the readings it publishes. */
  publishQos: 0 | 1;
  /** Of the commands it takes; 0 when left out. */
  commandQos?: 0 | 1;
  /**
   * "tcp": through the engine's sockets, to `mqttPort` on this machine. "memory": through the global function `network`, which
   * is given what takes in bytes, and gives what takes them out.
   */
  network: Network;
}

/**
 * A program that is nothing but our client, with the capacities that a board has unless its file says otherwise. It hands its
 * publishers to the global function `provide`, calls `ready` once its session stands, `handle` with each command, and `broken`
 * with the reason when something went wrong. It makes two publishers, as every board does at least: what is used once the
 * minifier takes for a constant.
 * @param firmware The way from the program's folder to firmware/, with slashes.
 */
export function clientProgram({ publishQos, commandQos = 0, network }: ClientProgram, firmware: string): string {
  const isKept = publishQos > 0;
  const packets = [
    "BASIC_PACKETS",
    ...(isKept ? ["ACKNOWLEDGEMENT_PACKETS"] : []),
    ...(commandQos > 0 ? ["INBOUND_QOS1_PACKETS"] : []),
  ];
  const isTogether = packets.length > 1;
  const file = (path: string): string => `"${firmware}/${path}"`;
  return `
import { createClient, open } from ${file("mqtt/client")};
import { createReceiver } from ${file("mqtt/receive")};
import { SKIP_OVERSIZED } from ${file("mqtt/skip")};
${
  isKept
    ? `import { createOutbox } from ${file("mqtt/outbox")};
import { DropPolicy } from ${file("mqtt/record")};
import { createQos1Publisher as createPublisher } from ${file("mqtt/publish-acknowledged")};`
    : `import { createPublisher } from ${file("mqtt/publish")};`
}
import { ${[...packets, ...(isTogether ? ["together"] : [])].join(", ")} } from ${file("mqtt/packets")};
${network === "tcp" ? `import { createTcp, net } from ${file("engine/espruino/tcp")};` : ""}

declare const mqttPort: number;
declare function network(received: (bytes: string) => void): (bytes: string) => void;
declare function provide(publishReading: (payload: string) => number, publishState: (payload: string) => number): void;
declare function ready(): void;
declare function handle(payload: string): void;
declare function broken(reason: string): void;

const client = createClient(
  {
    connectPacket: () => ${literal(CONNECT_PACKET)},
    subscribePacket: ${literal(subscribePacket(commandQos))},
    subscriptions: 1,
    keepAliveSeconds: ${PART_DEFAULTS.broker.keepAliveSeconds},
    cleanSession: true,
    receiveBytes: ${BOARD_DEFAULTS.capacities.receiveBytes},
    receivedIds: [],
  },
  {
    message: () => broken("a command without a route"),
    failed: (failure) => broken("failure " + failure),
    ready: () => ready(),
  },
  { ${literal(topicField(COMMAND_TOPIC))}: handle },
  {
    packets: ${isTogether ? `together([${packets.join(", ")}])` : packets[0]},
    oversizedMessages: SKIP_OVERSIZED,
  },
);
${
  isKept
    ? `createOutbox(
  client,
  {
    slots: ${PART_DEFAULTS.outbox.messages},
    capacityBytes: ${PART_DEFAULTS.outbox.bytes},
    policy: DropPolicy.Newest,
    firstPacketId: 3,
  },
  () => broken("a message was lost"),
);`
    : ""
}
provide(
  createPublisher(client, ${literal(topicField(READING_TOPIC))}, false),
  createPublisher(client, ${literal(topicField(STATE_TOPIC))}, true),
);
${
  network === "tcp"
    ? `const tcp = createTcp(${BOARD_DEFAULTS.capacities.transmitBytes}, net);
tcp.connect("127.0.0.1", mqttPort, {
  connected: (sender) => open(client, sender, 0),
  received: createReceiver(client),
  closed: () => broken("connection closed"),
});`
    : `open(client, { write: network(createReceiver(client)), roomBytes: () => ${BOARD_DEFAULTS.capacities.transmitBytes} }, 0);`
}
`;
}
