import { readFileSync } from "node:fs";
import type { Build } from "../build/types";
import { versionIn } from "../program/version";
import { imageOf, type Image } from "./sign-update";

export interface Program {
  image: Image;
  /** As its reports say it. */
  version: string;
}

/** What an update brings of a build: the program, and not what starts it. */
export function programOfBuild({ filePaths, mapPath }: Pick<Build, "filePaths" | "mapPath">): Program {
  // Of NodeMCU's two files the first one is what starts the other.
  const bytes = readFileSync(filePaths[filePaths.length - 1]);
  // An image for the ESP8266 is packed; the text that it is made of lies beside its map.
  const text = readFileSync(mapPath.replace(/\.map$/, ""), "latin1");
  return { image: imageOf(bytes), version: versionIn(text) };
}
