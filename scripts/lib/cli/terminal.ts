import { printable } from "./printable";

/**
 * The only way to the screen: whatever a line is made of, it stays one line, and the terminal obeys nothing in it. Topics, states,
 * names and errors come from brokers, chips, files and computers that are not ours.
 */
export function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** The same where it does not mix with a command's output. */
export function printError(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** Writes over the line that was written so before, until the last one. */
export function overwrite(line: string, isLast: boolean): void {
  process.stdout.write(`\r${printable(line)}${isLast ? "\n" : ""}`);
}

/** As it is: for who makes lines printable and then moves the cursor between them. */
export function writeRaw(text: string): void {
  process.stdout.write(text);
}

/** Whether what was written can be written over. */
export function isTerminal(): boolean {
  return process.stdout.isTTY === true;
}

/** For a question, whose answer is typed behind it. */
export const screen: NodeJS.WritableStream = process.stdout;
