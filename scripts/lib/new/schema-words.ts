import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Definitions } from "../board/schema-defaults";
import { SCHEMA_FILE } from "../board/schema-file";

const PROJECT = resolve(__dirname, "../../..");

let definitions: Definitions | undefined;

/** What the schema says of a kind of sensor or actuator. */
function definitionOf(type: string): Definitions[string] | undefined {
  definitions ??= (JSON.parse(readFileSync(join(PROJECT, SCHEMA_FILE), "utf8")) as { definitions: Definitions })
    .definitions;
  return Object.values(definitions).find(({ properties }) => properties?.["type"]?.const === type);
}

/** The keys that an entry of a kind cannot be without. */
export function requiredKeys(type: string): readonly string[] {
  return definitionOf(type)?.required ?? [];
}

/** What a kind is, in a sentence, or the beginning of it where it is a long one. */
export function summaryOf(type: string, mostCharacters: number): string {
  const { description = "" } = definitionOf(type) ?? {};
  const [sentence = ""] = /^.*?(?=\.(\s|$)|$)/s.exec(description) ?? [];
  if (sentence.length <= mostCharacters) return sentence;
  return sentence.slice(0, mostCharacters + 1).replace(/[:,;]?\s\S*$/, "");
}
