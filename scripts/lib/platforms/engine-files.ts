import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NodeBase } from "../board/config/node";

/** What decides which engine a program is for. */
export type Platform = Pick<NodeBase, "engine" | "chip">;

export const ESPRUINO_ON_ESP32: Platform = { engine: "espruino", chip: "esp32" };

export const ENGINE_NAMES: Readonly<Record<Platform["engine"], string>> = { espruino: "Espruino", nodemcu: "NodeMCU" };

const FIRMWARE = resolve(__dirname, "../../../firmware");

/**
 * The firmware's file that implements a part of an engine: of its own for the chip, or one for all chips.
 * @returns Its way from firmware/, without ".ts"; undefined where the engine has no such part
 */
export function engineFile({ engine, chip }: Platform, part: string): string | undefined {
  const paths = [`engine/${engine}/${chip}/${part}`, `engine/${engine}/${part}`];
  return paths.find((path) => existsSync(join(FIRMWARE, `${path}.ts`)));
}
