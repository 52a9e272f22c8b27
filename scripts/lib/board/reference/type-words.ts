import type { Definition, Definitions } from "../schema-defaults";

/** What may stand in a place of a board file, for people: "whole number from 1 to 5000". */
export function typeWords(definition: Definition, definitions: Definitions): string {
  const { anyOf, $ref, type, enum: values } = definition;
  if (anyOf !== undefined) return joined(anyOf.map((each) => typeWords(each, definitions)));
  if ("const" in definition) return code(definition.const);
  if (values !== undefined) return joined(values.map(code));
  if ($ref !== undefined) return referred($ref, definitions);
  if (Array.isArray(type)) return joined((type as string[]).map((each) => typeWords({ type: each }, definitions)));
  if (type === "array") return listWords(definition, definitions);
  if (type === "boolean") return "`true` or `false`";
  if (type === "integer") return `whole number${range(definition.minimum, definition.maximum)}`;
  if (type === "number") return `number${range(definition.minimum, definition.maximum)}`;
  if (type === "string") return `text${lengthWords(definition)}`;
  return "object";
}

/** The name of the definition that is referred to; undefined where something stands by itself. */
export function referredName({ $ref }: Definition): string | undefined {
  return $ref?.replace("#/definitions/", "");
}

export function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

export function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;
}

/** In names of types "Config" says what they are to the compiler, not to people. */
function referred($ref: string, definitions: Definitions): string {
  const name = $ref.replace("#/definitions/", "");
  if (name === "PinName") return "pin";
  if (name === "Id") return "id";
  return typeWords(definitions[name], definitions);
}

function listWords({ items = {}, minItems, maxItems }: Definition, definitions: Definitions): string {
  const count = maxItems === undefined ? "" : ` of ${minItems ?? 0} to ${maxItems}`;
  const entry = typeWords(items, definitions);
  return entry === "object" ? `list${count}` : `list${count}, each ${entry}`;
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  return minimum === undefined || maximum === undefined ? "" : ` from ${grouped(minimum)} to ${grouped(maximum)}`;
}

function lengthWords({ minLength, maxLength }: Definition): string {
  if (maxLength === undefined) return "";
  return minLength === undefined
    ? ` of at most ${maxLength} characters`
    : ` of ${minLength} to ${maxLength} characters`;
}

function grouped(value: number): string {
  return Math.abs(value) >= 10_000 ? value.toLocaleString("en") : String(value);
}
