import { styleText } from "node:util";
import { printable } from "./printable";
import { cut, line, printableSpans, wrap, type Span } from "./styled";

/** Has lines written around what is being typed; by itself, nothing is. */
let aside = (write: () => void): void => write();

/**
 * The only way to the screen: whatever a line is made of, it stays one line, and the terminal obeys nothing in it. Topics, states,
 * names and errors come from brokers, chips, files and computers that are not ours.
 */
export function print(text: string): void {
  aside(() => process.stdout.write(`${printable(text)}\n`));
}

/** The same where it does not mix with a command's output. */
export function printError(text: string): void {
  aside(() => process.stderr.write(`${printable(text)}\n`));
}

/**
 * A line of parts that look different, where it is a terminal with colours, or FORCE_COLOR is set, and NO_COLOR is not. A terminal
 * gets no more of it than fits into one line; in a pipe or a file it is whole.
 * @param indent Where it is of words, that a terminal gets in as many lines as they take: how far the later ones are moved in
 */
export function printStyled(spans: readonly Span[], indent?: number): void {
  const whole = printableSpans(spans);
  const width = screenWidth();
  const shown = !isTerminal() ? [whole] : indent === undefined ? [cut(whole, width)] : wrap(whole, width, indent);
  const lines = shown.map((each) => line(each, (style, part) => styleText(style, part, { stream: process.stdout })));
  aside(() => process.stdout.write(`${lines.join("\n")}\n`));
}

/** How many characters fit into a line. */
export function screenWidth(): number {
  const { columns } = process.stdout;
  return columns > 0 ? columns : 80;
}

/** Writes over the line that was written so before, until the last one. */
export function overwrite(text: string, isLast: boolean): void {
  process.stdout.write(`\r${printable(text)}${isLast ? "\n" : ""}`);
}

/** As it is: for who makes lines printable and then moves the cursor between them. */
export function writeRaw(text: string): void {
  process.stdout.write(text);
}

/** Whether what was written can be written over. */
export function isTerminal(): boolean {
  return process.stdout.isTTY === true;
}

/** Has whatever is printed go through `around`, which writes it beside the line that is being typed. @returns ends that */
export function printAside(around: (write: () => void) => void): () => void {
  aside = around;
  return () => (aside = (write) => write());
}

/** For a question, whose answer is typed behind it. */
export const screen: NodeJS.WritableStream = process.stdout;
