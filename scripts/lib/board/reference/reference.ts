import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { replaceBetweenMarkers } from "../../readme/markers";
import type { Definitions } from "../schema-defaults";
import { actuatorSections } from "./actuators";
import { chipSections } from "./chips";
import { homeAssistantSections } from "./home-assistant";
import { nodeSections } from "./node";
import { filterSections, ruleSections } from "./rules-and-filters";
import { sensorSections } from "./sensors";

/** Where the reference stands, below the project's root, between the texts that are written by hand. */
export const REFERENCE_FILE = "boards/README.md";

/**
 * The reference's file with its generated part as it has to be today.
 * @param schema The board file's schema, as text
 */
export async function referenceText(root: string, schema: string): Promise<string> {
  const { definitions } = JSON.parse(schema) as { definitions: Definitions };
  const reference = [
    nodeSections(definitions),
    sensorSections(definitions),
    filterSections(definitions),
    actuatorSections(definitions),
    homeAssistantSections(definitions),
    ruleSections(definitions),
    chipSections(),
  ].flat();
  const file = join(root, REFERENCE_FILE);
  const place = { path: REFERENCE_FILE, name: "reference" };
  const text = replaceBetweenMarkers(readFileSync(file, "utf8"), place, reference.join("\n\n"));
  return format(text, { ...(await resolveConfig(file)), parser: "markdown" });
}
