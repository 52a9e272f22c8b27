import type { BoardOptions } from "../../board-options";
import { connectedBoard as connected, luaBoard as board } from "../lua-board";

/** The boards of lua-board.ts, with an ESP8266. */
export function luaBoard(source: string, options: Partial<BoardOptions> = {}): ReturnType<typeof board> {
  return board(source, { chip: "esp8266", ...options });
}

export function connectedBoard(source: string, options: Partial<BoardOptions> = {}): ReturnType<typeof connected> {
  return connected(source, { chip: "esp8266", ...options });
}
