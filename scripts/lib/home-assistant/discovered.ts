import type { NodeBase } from "../board/config/node";
import type { HomeAssistantConfig } from "../board/config/home-assistant";

/** Whether the board tells Home Assistant anything. */
export function isDiscovered<Asked extends Pick<NodeBase, "homeAssistant">>(
  board: Asked,
): board is Asked & { homeAssistant: HomeAssistantConfig } {
  return board.homeAssistant !== undefined && board.homeAssistant.discovery !== false;
}

/** Where Home Assistant says that it has come online. */
export function birthTopic({ homeAssistant }: { homeAssistant: HomeAssistantConfig }): string {
  return `${homeAssistant.prefix}/status`;
}
