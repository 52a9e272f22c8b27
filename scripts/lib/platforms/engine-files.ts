import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NodeBase } from "../board/config/node";

/** What decides which engine a program is for. */
export type Platform = Pick<NodeBase, "engine" | "chip">;

export const ESPRUINO_ON_ESP32: Platform = { engine: "espruino", chip: "esp32" };

export const ENGINE_NAMES: Readonly<Record<Platform["engine"], string>> = { espruino: "Espruino", nodemcu: "NodeMCU" };

const FIRMWARE = resolve(__dirname, "../../../firmware");

/**
 * NodeMCU's branch for the ESP32 is one for all of its family. What the C3 and S3 do otherwise has a file of their own, and what goes by
 * parts of the ESP32 that they have fewer of, or none, they do without: its module counts pulses on eight units, of which the S3
 * has four and the C3 none; of transmitters and receivers they have two and four, and 1-wire and LEDs take some.
 */
const FAMILY: { chip: Platform["chip"]; members: readonly string[]; alone: readonly string[] } = {
  chip: "esp32",
  members: ["esp32c3", "esp32s3"],
  alone: ["pulse-counters", "echoes"],
};

/** The chip whose files serve a chip, where it has none of its own. */
export function chipInPlaceOf({ engine, chip }: Platform): Platform["chip"] {
  return engine === "nodemcu" && FAMILY.members.includes(chip) ? FAMILY.chip : chip;
}

/**
 * The firmware's file that implements a part of an engine: of its own for the chip, that of another chip of its family, or one for all.
 * @returns Its way from firmware/, without ".ts"; undefined where the engine has no such part
 */
export function engineFile(platform: Platform, part: string): string | undefined {
  const { engine, chip } = platform;
  const other = chipInPlaceOf(platform);
  const paths = [
    `engine/${engine}/${chip}/${part}`,
    ...(other === chip || FAMILY.alone.includes(part) ? [] : [`engine/${engine}/${other}/${part}`]),
    `engine/${engine}/${part}`,
  ];
  return paths.find((path) => existsSync(join(FIRMWARE, `${path}.ts`)));
}
