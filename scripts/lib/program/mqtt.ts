import type { NodeConfig } from "../../../firmware/app/config";
import type { Client, Loss } from "../../../firmware/mqtt/record";
import type { CreatePublisher } from "../../../firmware/mqtt/publish";
import { keepsHistory } from "../board/sleeper";
import { highestInboundQos, needsOutbox } from "../board/facts";
import type { BoardBase } from "../board/config/node";
import { isDiscovered } from "../home-assistant/discovered";
import { firmware, lambda, member, verbatim, type Callable, type Code } from "./code";

/** What of the MQTT client a board needs. */

const tables = firmware<typeof import("../../../firmware/mqtt/packets")>("mqtt/packets");
const { SKIP_OVERSIZED } = firmware<typeof import("../../../firmware/mqtt/skip")>("mqtt/skip");
const { createLargeMessages } = firmware<typeof import("../../../firmware/mqtt/large-messages")>("mqtt/large-messages");
const { createPublisher } = firmware<typeof import("../../../firmware/mqtt/publish")>("mqtt/publish");
const acknowledged =
  firmware<typeof import("../../../firmware/mqtt/publish-acknowledged")>("mqtt/publish-acknowledged");
const { DropPolicy } = firmware<typeof import("../../../firmware/mqtt/record")>("mqtt/record");
const { createOutbox, randomPacketId } = firmware<typeof import("../../../firmware/mqtt/outbox")>("mqtt/outbox");

/** The packets that the broker may send to this board. */
export function packetTables(board: BoardBase): Code<NodeConfig["packets"]> {
  const qos = highestInboundQos(board);
  const needed = [
    tables.BASIC_PACKETS,
    ...(qos > 0 ? [tables.INBOUND_QOS1_PACKETS] : []),
    ...(qos > 1 ? [tables.INBOUND_QOS2_PACKETS] : []),
    ...(needsOutbox(board) || (keepsHistory(board) && board.outbox !== undefined)
      ? [tables.ACKNOWLEDGEMENT_PACKETS]
      : []),
    ...(isDiscovered(board) ? [tables.CONSTANT_PACKETS] : []),
    ...(board.broker.cleanSession ? [] : [tables.UNSUBSCRIBE_PACKETS]),
  ];
  return needed.length === 1 ? needed[0] : tables.together(needed);
}

/** A 0 for each QoS 2 message that the broker may have under way. */
export function receivedIds(board: BoardBase): number[] {
  return new Array<number>(highestInboundQos(board) < 2 ? 0 : board.capacities.receiveSlots).fill(0);
}

export function oversizedMessages(board: BoardBase): Code<NodeConfig["oversizedMessages"]> {
  return highestInboundQos(board) === 0 ? SKIP_OVERSIZED : createLargeMessages();
}

/** What makes the publisher of readings of a quality of service. */
export function publisher(qos: 0 | 1 | 2): Callable<CreatePublisher> {
  if (qos === 0) return createPublisher;
  return qos === 1 ? acknowledged.createQos1Publisher : acknowledged.createQos2Publisher;
}

/** What makes the outbox; undefined where the board has none. */
export function outbox({ outbox: asked }: BoardBase): Code<NonNullable<NodeConfig["createOutbox"]>> | undefined {
  if (asked === undefined) return undefined;
  const policy = asked.whenFull === "dropOldest" ? member(DropPolicy, "Oldest") : member(DropPolicy, "Newest");
  const firstPacketId = randomPacketId(verbatim<number>`Math.random()`);
  const options = { slots: asked.messages, capacityBytes: asked.bytes, policy, firstPacketId };
  return lambda(["client", "lost"], (client: Code<Client>, lost: Code<(loss: Loss) => void>) =>
    createOutbox(client, options, lost),
  );
}
