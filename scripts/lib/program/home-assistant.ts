import type { Board } from "../board/config";
import { DEFAULTS } from "../board/defaults";
import { literal, topicField } from "../bytes";
import type { Channel } from "../sensors/channels";
import { constantParts } from "../home-assistant/constant-packets";
import { birthTopic, discoveryMessages, isDiscovered } from "../home-assistant/documents";
import type { Imports } from "./imports";

/** What a sensor of these types has is always a number. */
const NEVER_MISSING: readonly Channel["sensor"]["type"][] = ["uptime", "freeMemory", "signalStrength"];

/**
 * Texts per function. The interpreter reads a function where it lies in flash memory, and a text takes variables only once it
 * is asked for; but on its way to one the interpreter passes those before it.
 */
const TEXTS = 4;

/**
 * The function that gives the texts of the discovery messages by their number, and "" behind the last one. It stands at the top:
 * there the interpreter leaves functions in flash memory.
 */
export function discoveryTexts(board: Board): string[] {
  if (!isDiscovered(board)) return [];
  const { texts } = numbered(board);
  const functions = Array.from({ length: Math.ceil(texts.length / TEXTS) }, (_, i) => [
    `function discovery${i}(text: number): string {`,
    "  switch (text) {",
    ...texts.slice(i * TEXTS, (i + 1) * TEXTS).map((text, j) => `    case ${i * TEXTS + j}: return ${literal(text)};`),
    "  }",
    '  return "";',
    "}",
  ]);
  return [
    ...functions.flat(),
    "function discoveryText(text: number): string {",
    `  return ${choice(0, functions.length)};`,
    "}",
  ];
}

/** What the started node goes through so that Home Assistant is told of it; nothing unless the board asks for it. */
export function discovery(board: Board, imports: Imports): string[] {
  if (!isDiscovered(board)) return [];
  const { order, texts, packets } = numbered(board);
  const inOrder = order.every((text, index) => text === index);
  // Texts that several messages share stand there once: a byte for each part tells which text it is.
  const part = inOrder
    ? "discoveryText"
    : `(index) => discoveryText(${literal(String.fromCharCode(...order))}.charCodeAt(index))`;
  if (texts.length > 255) throw new Error("more texts than a byte can tell apart");
  return [
    `${imports.use("app/services/discovery", "discover")}(node, ${imports.useEngine("clock", "timer")}, ` +
      `{ packets: ${packets}, parts: ${order.length}, part: ${part} }, ${literal(topicField(birthTopic(board)))});`,
  ];
}

/** The statement that has a channel say when it has no reading, where Home Assistant listens: at the channel's very end. */
export function noReading(board: Board, channel: Channel, name: string, imports: Imports): string[] {
  return mayMiss(board, channel) && channel.publish === "period"
    ? [`${imports.use("app/readings/no-reading", "publishNone")}(${name});`]
    : [];
}

/** The same for what is published on change: in front of what looks for changes. */
export function noReadingOnce(board: Board, channel: Channel, name: string, imports: Imports): string[] {
  return mayMiss(board, channel) && channel.publish === "change"
    ? [`${imports.use("app/readings/no-reading", "publishNoneOnce")}(${name});`]
    : [];
}

function mayMiss(board: Board, { kind, sensor }: Channel): boolean {
  return isDiscovered(board) && kind === "sensor" && !NEVER_MISSING.includes(sensor.type);
}

/** The discovery messages' parts as numbers of their texts, each of which stands there once; the empty one is the last. */
function numbered(board: Board): { texts: string[]; order: number[]; packets: number } {
  const parts = constantParts(discoveryMessages(board), board.capacities?.transmitBytes ?? DEFAULTS.transmitBytes);
  const texts = [...new Set(parts)].filter((part) => part !== "");
  return {
    texts,
    order: parts.map((part) => (part === "" ? texts.length : texts.indexOf(part))),
    packets: parts.filter((part) => part === "").length,
  };
}

/** The expression that calls the right one of the functions from `low` up to `high`, not nested deeper than needed. */
function choice(low: number, high: number): string {
  if (high - low === 1) return `discovery${low}(text)`;
  const middle = Math.ceil((low + high) / 2);
  return `text < ${middle * TEXTS} ? ${choice(low, middle)} : ${choice(middle, high)}`;
}
