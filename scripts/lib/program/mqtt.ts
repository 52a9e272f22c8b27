import type { Board } from "../board/config";
import { DEFAULTS, highestCommandQos, needsOutbox } from "../board/defaults";
import { isDiscovered } from "../home-assistant/documents";
import type { Imports } from "./imports";

/** What of the MQTT client a board needs. */

/** The packets that the broker may send to this board. */
export function packetTables(board: Board, imports: Imports): string {
  const names = ["BASIC_PACKETS"];
  const qos = highestCommandQos(board);
  if (qos > 0) names.push("INBOUND_QOS1_PACKETS");
  if (qos > 1) names.push("INBOUND_QOS2_PACKETS");
  if (needsOutbox(board)) names.push("ACKNOWLEDGEMENT_PACKETS");
  if (isDiscovered(board)) names.push("CONSTANT_PACKETS");
  const tables = names.map((name) => imports.use("mqtt/packets", name)).join(", ");
  return names.length === 1 ? tables : `${imports.use("mqtt/packets", "together")}([${tables}])`;
}

/** A 0 for each QoS 2 message that the broker may have under way. */
export function receivedIds(board: Board): string {
  const slots = highestCommandQos(board) < 2 ? 0 : (board.capacities?.receiveSlots ?? DEFAULTS.receiveSlots);
  return new Array(slots).fill("0").join(", ");
}

export function oversizedMessages(board: Board, imports: Imports): string {
  return highestCommandQos(board) === 0
    ? imports.use("mqtt/skip", "SKIP_OVERSIZED")
    : `${imports.use("mqtt/large-messages", "createLargeMessages")}()`;
}

/** What makes the publisher of readings of a quality of service. */
export function publisher(qos: 0 | 1 | 2, imports: Imports): string {
  return qos === 0
    ? imports.use("mqtt/publish", "createPublisher")
    : imports.use("mqtt/publish-acknowledged", `createQos${qos}Publisher`);
}

export function outbox(board: Board, imports: Imports): string {
  const { messages, bytes, whenFull } = board.outbox ?? {};
  return (
    `(client, lost) => ${imports.use("mqtt/outbox", "createOutbox")}(client, { ` +
    `slots: ${messages ?? DEFAULTS.outboxMessages}, capacityBytes: ${bytes ?? DEFAULTS.outboxBytes}, ` +
    `policy: ${imports.use("mqtt/outbox", "DropPolicy")}.${(whenFull ?? DEFAULTS.whenFull) === "dropOldest" ? "Oldest" : "Newest"}, ` +
    `firstPacketId: ${imports.use("mqtt/outbox", "randomPacketId")}(Math.random()) }, lost)`
  );
}
