import { topicField } from "../bytes";
import type { Board } from "../board/config";
import { constantParts } from "../home-assistant/constant-packets";
import { birthTopic, isDiscovered } from "../home-assistant/discovered";
import { discoveryMessages, type DiscoveredBoard } from "../home-assistant/documents";
import { tellingOf } from "../home-assistant/told";
import { firmware, later, value, variable, verbatim, type Text } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import { isToldAtWake } from "./sleep";

const { discover } = firmware<typeof import("../../../firmware/app/services/discovery")>("app/services/discovery");

/**
 * Texts per function. The interpreter reads a function where it lies in flash memory, and a text takes variables only once it
 * is asked for; but on its way to one the interpreter passes those before it.
 */
const TEXTS = 16;

/**
 * Has the started node tell Home Assistant of it, in safe mode as well, where the board asks for that. The functions that give the
 * texts of the messages by their number, and "" behind the last one, stand at the top: there the interpreter leaves functions in flash
 * memory. Behind that one stands the list that the chip keeps of what it told.
 */
export function discovery(program: Program, board: Board): void {
  if (!isDiscovered(board)) return;
  const { order, texts, packets } = numbered(board);
  if (texts.length > 255) throw new Error("more texts than a byte can tell apart");
  const { lines, ...telling } = tellingOf(board);
  defineTexts(program, [...texts, "", lines]);
  const own = {
    hash: telling.hash,
    lines: verbatim<() => string>`() => discoveryText(${value<number>(texts.length + 1)})`,
    head: later(value<string>(telling.head)),
    former: telling.former,
    transmitBytes: board.capacities.transmitBytes,
  };
  const inOrder = order.every((text, index) => text === index);
  // Texts that several messages share stand there once: a byte for each part tells which text it is.
  const part = inOrder
    ? variable<(index: number) => string>("discoveryText")
    : verbatim<
        (index: number) => string
      >`(index) => discoveryText(${value<string>(String.fromCharCode(...order))}.charCodeAt(index))`;
  const constants = { packets, parts: order.length, part };
  const { storage } = engine("storage");
  const told = discover(program.node, engine("clock").timer, constants, topicField(birthTopic(board)), storage, own);
  const asleep = board.broker.retain ? isToldAtWake(board, telling.hash) : undefined;
  if (asleep === undefined) program.after.run(told);
  else program.after.statements.push(["if (!", ...asleep.text, ") {"], [...told.text, ";"], ["}"]);
}

function defineTexts({ first }: Program, texts: readonly string[]): void {
  const count = Math.ceil(texts.length / TEXTS);
  for (let i = 0; i < count; i++) {
    const cases = texts
      .slice(i * TEXTS, (i + 1) * TEXTS)
      .flatMap((text, j): Text => [`    case ${i * TEXTS + j}: return `, ...value<string>(text).text, ";\n"]);
    const head = `function discovery${i}(text: number): string {\n  switch (text) {\n`;
    first.statements.push([head, ...cases, '  }\n  return "";\n}']);
  }
  first.statements.push([`function discoveryText(text: number): string {\n  return ${choice(0, count)};\n}`]);
}

/** The discovery messages' parts as numbers of their texts, each of which stands there once; the empty one is the last. */
function numbered(board: DiscoveredBoard): { texts: string[]; order: number[]; packets: number } {
  const parts = constantParts(discoveryMessages(board), board.capacities.transmitBytes, board.broker.retain);
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
