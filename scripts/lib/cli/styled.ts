import type { styleText } from "node:util";
import { printable } from "./printable";

export type Style = Extract<Parameters<typeof styleText>[0], string>;

/** A part of a line, as it looks where there are colours. */
export interface Span {
  text: string;
  style?: Style;
}

/** A line that is cut behind so many characters; what is cut off is shown as `…`. */
export function cut(spans: readonly Span[], width: number): Span[] {
  const length = spans.reduce((sum, { text }) => sum + Array.from(text).length, 0);
  if (length <= width) return [...spans];
  const kept: Span[] = [];
  let room = width - 1;
  for (const { text, style } of spans) {
    // By code points: half a surrogate pair is no character.
    const characters = Array.from(text).slice(0, room);
    room -= characters.length;
    if (characters.length > 0) kept.push({ text: characters.join(""), style });
  }
  return [...kept, { text: "…" }];
}

/**
 * A line of words as several of at most so many characters, where the last span is what may be broken.
 * @param indent Of all but the first, in characters
 */
export function wrap(spans: readonly Span[], width: number, indent: number): Span[][] {
  const last = spans.at(-1);
  if (last === undefined) return [[]];
  const before = spans.slice(0, -1);
  const [first = "", ...more] = wrapped(last.text.split(" "), Math.max(20, width - indent));
  return [
    [...before, { ...last, text: first }],
    ...more.map((text) => [{ text: " ".repeat(indent) }, { ...last, text }]),
  ];
}

/** Words in lines of at most so many characters, where they are not longer by themselves. */
export function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Spans as one line that a terminal may be given. @param paint Puts the colours on, where there are any */
export function line(spans: readonly Span[], paint: (style: Style, text: string) => string): string {
  return spans.map(({ text, style }) => (style === undefined ? text : paint(style, text))).join("");
}

/** Spans without anything that a terminal obeys. */
export function printableSpans(spans: readonly Span[]): Span[] {
  return spans.map(({ text, style }) => ({ text: printable(text), style }));
}
