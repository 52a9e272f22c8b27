import { didYouMean } from "../../cli/did-you-mean";
import { UserError } from "../../user-error";
import type { DeskAction, DeskInput } from "../protocol";
import { faultWord, WAVES } from "./names";
import type { ReadFile } from "./order";
import { parseNumber, parseRange, parseSeconds } from "./quantity";

/** What may stand behind an input's id, beside its value. */
export function inputWords({ kind, faults }: DeskInput): string[] {
  const ways = { number: ["hold", "swing", ...WAVES, "trace"], contact: ["hold", "swing"], part: [] }[kind];
  return [...ways, ...(faults.length > 0 ? [...faults.map(faultWord), "ok"] : [])];
}

/** Whether what stands behind the id breaks or mends the part. */
export function isOfPart({ faults }: DeskInput, rest: string): boolean {
  return rest === "ok" || faults.some((each) => faultWord(each) === faultWord(rest.toLowerCase()));
}

/** How the value of an input is written: `-40..125 °C`, `ON or OFF`; "" of a part that can only be broken. */
export function valueWords({ kind, from, to, unit }: DeskInput): string {
  if (kind === "part") return "";
  return kind === "contact" ? "ON or OFF" : `${from}..${to}${unit === "" ? "" : ` ${unit}`}`;
}

/** What stands behind an input's id. @throws UserError */
export function parseInput(input: DeskInput, rest: string, readFile: ReadFile): DeskAction {
  const { id, kind, faults } = input;
  const [word = "", ...more] = rest.split(/\s+/);
  const fault = faults.find((each) => faultWord(each) === faultWord(rest.toLowerCase()));
  if (fault !== undefined) return { do: "break", input: id, fault };
  const isAlone = more.length === 0;
  const wave = WAVES.find((each) => each === word);
  if (word === "ok" && isAlone) return { do: "break", input: id };
  if (kind !== "part" && word === "hold" && isAlone) return { do: "hold", input: id };
  if (kind !== "part" && word === "swing" && isAlone) return { do: "swing", input: id };
  if (kind === "number" && wave !== undefined) return parseWave(input, wave, more);
  if (kind === "number" && word === "trace") {
    const name = rest.slice("trace".length).trim();
    if (name === "") throw new UserError(`${id} trace FILE.csv: lines of seconds,value`);
    return { do: "trace", input: id, name, csv: readFile(name) };
  }
  const value = kind === "contact" ? parseContact(rest) : parseNumber(withoutUnit(rest, input.unit));
  if (kind !== "part" && value !== undefined) return { do: "set", input: id, value };
  const takes = [valueWords(input), inputWords(input).join(", ")].filter((words) => words !== "").join(", or: ");
  throw new UserError(
    rest === ""
      ? `${id} what? It takes: ${takes}`
      : `${id} cannot be "${rest}"${didYouMean(word, inputWords(input))}; it takes: ${takes}`,
  );
}

function parseContact(text: string): boolean | undefined {
  const word = text.toUpperCase();
  return word === "ON" ? true : word === "OFF" ? false : undefined;
}

function withoutUnit(text: string, unit: string): string {
  return unit !== "" && text.endsWith(unit) ? text.slice(0, -unit.length).trim() : text;
}

/** `10..30 60s` */
function parseWave({ id }: DeskInput, shape: (typeof WAVES)[number], words: readonly string[]): DeskAction {
  const range = parseRange(words[0] ?? "");
  const periodSeconds = parseSeconds(words.slice(1).join(" "));
  if (range === undefined || periodSeconds === undefined || periodSeconds <= 0) {
    throw new UserError(`${id} ${shape} needs a range and the time of one period: ${id} ${shape} 10..30 60s`);
  }
  return { do: "play", input: id, shape, periodSeconds, ...range };
}
