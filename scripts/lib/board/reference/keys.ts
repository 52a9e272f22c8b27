import type { PinDuty } from "../../kind";
import type { Definition, Definitions } from "../schema-defaults";
import { code, referredName, typeWords } from "./type-words";

/** How the list of keys of one object is told. */
export interface KeyList {
  /** Keys that are told elsewhere. */
  readonly without?: readonly string[];
  /** What the pins among them have to be able to do. */
  readonly pins?: Readonly<Partial<Record<string, PinDuty>>>;
  /** Definitions that have a section of their own, and its heading. */
  readonly sections?: Readonly<Record<string, string>>;
}

const DUTIES: Readonly<Record<PinDuty, string>> = {
  measured: "pin that measures a voltage",
  contact: "pin whose changes are told",
  watched: "pin whose changes are told",
  driven: "pin that drives",
  "square wave": "pin that puts out a square wave",
  strip: "pin for a strip",
  bus: "pin for a bus",
};

/** The keys of an object, an item each: what may stand there, what it is where it is left out, and what it means. */
export function keyList(definition: Definition, definitions: Definitions, list: KeyList = {}): string[] {
  const { without = [] } = list;
  const keys = Object.entries(definition.properties ?? {}).filter(([key]) => !["type", ...without].includes(key));
  return keys.flatMap(([key, property]) => {
    const facts = [wordsOf(key, property, definitions, list), ...needOrDefault(definition, key, property)];
    const { text } = described(property.description ?? shared(property, definitions));
    const item = `- **\`${key}\`** (${facts.join(", ")})${text === "" ? "" : `: ${text}`}`;
    return [item, ...ownKeys(property, definitions, list)];
  });
}

/** What is said of a type where nothing is said of its place. */
function shared(property: Definition, definitions: Definitions): string | undefined {
  const name = referredName(property);
  return name === undefined || name === "PinName" ? undefined : definitions[name].description;
}

/** A description without what it says of the default, and that. */
export function described(description = ""): { text: string; usual: string | undefined } {
  const [, text = "", usual] = /^(.*?)\s*(?:Default: (.*))?$/s.exec(description) ?? [];
  return { text: asText(text), usual: usual === undefined ? undefined : asText(usual) };
}

/** Of angle brackets Markdown would make HTML. */
function asText(text: string): string {
  return text.replace(/(?<!`)<\w+>(?:[./-]?[\w<>/-]*[\w>])?/g, "`$&`").replace(/\*/g, "\\*");
}

function wordsOf(key: string, property: Definition, definitions: Definitions, { pins, sections }: KeyList): string {
  const duty = pins?.[key];
  if (duty !== undefined) return DUTIES[duty];
  const heading = sections?.[referredName(property) ?? referredName(property.items ?? {}) ?? ""];
  const words = typeWords(property, definitions);
  return heading === undefined ? words : `[${words}](#${heading})`;
}

function needOrDefault({ required = [] }: Definition, key: string, property: Definition): string[] {
  if (property.default !== undefined) return [`default ${code(property.default)}`];
  if (required.includes(key)) return ["needed"];
  const { usual } = described(property.description);
  return usual === undefined ? [] : [`default: ${usual}`];
}

/** The keys of what stands in a place, where that is told nowhere else. */
function ownKeys(property: Definition, definitions: Definitions, list: KeyList): string[] {
  const names = [property, ...(property.anyOf ?? []), property.items ?? {}].map(referredName);
  return names.flatMap((name) => {
    if (name === undefined || list.sections?.[name] !== undefined) return [];
    // Their own objects would make a tree of it.
    const keys = keyList(definitions[name], definitions, { ...list, pins: undefined });
    return keys.map((item) => `  ${item}`);
  });
}
