import type { HomeAssistantConfig } from "../board/config/home-assistant";
import type { NodeBase } from "../board/config/node";
import { MAC_MARK } from "../bytes";

type KnownBoard = Pick<NodeBase, "broker"> & { homeAssistant: Pick<HomeAssistantConfig, "identity"> };

/**
 * What a device is known by, in topics, as its identifier, and in front of those of its entities: the chip's address, or the client
 * identifier where the board file asks for that. With what stands for the address.
 */
export function objectId(board: KnownBoard): string {
  return board.homeAssistant.identity === "mac" ? `mote_${MAC_MARK}` : namedObjectId(board);
}

/** By the client identifier, whatever the board file asks for: programs from before there was another way have it. */
export function namedObjectId({ broker: { clientId } }: Pick<NodeBase, "broker">): string {
  // Only letters, digits, "_" and "-" are found; what stands for the chip's address becomes digits (placeholders.ts).
  return `mote_${clientId.replace(/(\{<[^>]*>\})|[^a-zA-Z0-9_-]/g, (_match, mark?: string) => mark ?? "_")}`;
}
