import { Script } from "node:vm";
import { UserError } from "../../user-error";

/** A new kind's name in the spellings that its files have. */
export interface KindNames {
  /** As a variable: rainGauge. */
  readonly camel: string;
  /** As a class: RainGauge. */
  readonly pascal: string;
  /** As a file, without ".ts": rain-gauge. */
  readonly file: string;
  /** As filters are called: rain_gauge. */
  readonly snake: string;
  /** For people: rain gauge. */
  readonly words: string;
  /** The same with its article: a rain gauge. */
  readonly one: string;
}

/** With a capital letter in front. */
export function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** @param name Such as tmp36, rainGauge, rain-gauge or rain_gauge @throws UserError */
export function kindNames(name: string): KindNames {
  if (!/^[a-z][a-z0-9]*([-_]?[a-zA-Z][a-z0-9]*)*$/.test(name) || name.length > 32) {
    throw new UserError(
      `"${name}" is no name of a kind: letters and digits, such as tmp36, or rain-gauge for a rainGauge`,
    );
  }
  const words = name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .split(/[-_ ]/)
    .filter((word) => word !== "");
  const pascal = words.map(upper).join("");
  const camel = pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
  if (!isFree(camel)) throw new UserError(`"${camel}" is a word of TypeScript, which no variable can be called`);
  const text = words.join(" ");
  return {
    camel,
    pascal,
    file: words.join("-"),
    snake: words.join("_"),
    words: text,
    one: `${/^[aeiou]/.test(text) ? "an" : "a"} ${text}`,
  };
}

/** Whether a variable can be called so. It is only compiled. */
function isFree(name: string): boolean {
  try {
    new Script(`"use strict"; let ${name};`);
    return true;
  } catch {
    return false;
  }
}
