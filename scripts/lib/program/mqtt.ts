import type { NodeConfig } from "../../../firmware/app/config";
import type { CreatePublisher } from "../../../firmware/mqtt/publish";
import { highestCommandQos, needsOutbox } from "../board/facts";
import type { BoardBase } from "../board/config/node";
import { isDiscovered } from "../home-assistant/discovered";
import { firmware, member, verbatim, type Code } from "./code";

/** What of the MQTT client a board needs. */

const tables = firmware<typeof import("../../../firmware/mqtt/packets")>("mqtt/packets");
const { SKIP_OVERSIZED } = firmware<typeof import("../../../firmware/mqtt/skip")>("mqtt/skip");
const { createLargeMessages } = firmware<typeof import("../../../firmware/mqtt/large-messages")>("mqtt/large-messages");
const { createPublisher } = firmware<typeof import("../../../firmware/mqtt/publish")>("mqtt/publish");
const acknowledged =
  firmware<typeof import("../../../firmware/mqtt/publish-acknowledged")>("mqtt/publish-acknowledged");
const { createOutbox, randomPacketId, DropPolicy } =
  firmware<typeof import("../../../firmware/mqtt/outbox")>("mqtt/outbox");

/** The packets that the broker may send to this board. */
export function packetTables(board: BoardBase): Code<NodeConfig["packets"]> {
  const qos = highestCommandQos(board);
  const needed = [
    tables.BASIC_PACKETS,
    ...(qos > 0 ? [tables.INBOUND_QOS1_PACKETS] : []),
    ...(qos > 1 ? [tables.INBOUND_QOS2_PACKETS] : []),
    ...(needsOutbox(board) ? [tables.ACKNOWLEDGEMENT_PACKETS] : []),
    ...(isDiscovered(board) ? [tables.CONSTANT_PACKETS] : []),
  ];
  return needed.length === 1 ? needed[0] : tables.together(needed);
}

/** A 0 for each QoS 2 message that the broker may have under way. */
export function receivedIds(board: BoardBase): number[] {
  return new Array<number>(highestCommandQos(board) < 2 ? 0 : board.capacities.receiveSlots).fill(0);
}

export function oversizedMessages(board: BoardBase): Code<NodeConfig["oversizedMessages"]> {
  return highestCommandQos(board) === 0 ? SKIP_OVERSIZED : createLargeMessages({});
}

/** What makes the publisher of readings of a quality of service. */
export function publisher(qos: 0 | 1 | 2): Code<CreatePublisher> {
  if (qos === 0) return createPublisher;
  return qos === 1 ? acknowledged.createQos1Publisher : acknowledged.createQos2Publisher;
}

/** What makes the outbox; undefined where the board has none. */
export function outbox({ outbox: asked }: BoardBase): Code<NonNullable<NodeConfig["createOutbox"]>> | undefined {
  if (asked === undefined) return undefined;
  const made = createOutbox(
    { text: ["client"] },
    {
      slots: asked.messages,
      capacityBytes: asked.bytes,
      policy: asked.whenFull === "dropOldest" ? member(DropPolicy, "Oldest") : member(DropPolicy, "Newest"),
      firstPacketId: randomPacketId({ text: ["Math.random()"] }),
    },
    { text: ["lost"] },
  );
  return verbatim`(client, lost) => ${made}`;
}
