import type { EngineParts } from "../../../firmware/engine/engine";
import { moduleOf, type Module } from "./code";

/** A part of the engine, whichever the board has. What asks for one that its engine lacks was refused when the board was loaded. */
export function engine<Part extends keyof EngineParts & string>(part: Part): Module<EngineParts[Part]> {
  return moduleOf((name) => ({ of: "engine", part, name }));
}
