import { createInterface, cursorTo, clearScreenDown, moveCursor, type Interface } from "node:readline";
import { printAside, screen as stdout } from "./terminal";

export interface PromptOptions {
  /** What may be typed next, and what of the line it takes the place of. */
  complete(line: string): [hits: string[], typed: string];
  /** Is called with one line after the other; the next one waits until it is done. */
  onLine(line: string): Promise<void>;
  /** Ctrl-C, or Ctrl-D at a terminal. What comes from a pipe may end without that. */
  onEnd(): void;
  input?: NodeJS.ReadStream;
  screen?: NodeJS.WritableStream;
}

/**
 * Takes lines from the keyboard, with completion and a history, while other lines are printed above the one that is being typed; or
 * from a pipe, where there is nothing to be seen of that. @returns ends it
 */
export function openPrompt(options: PromptOptions): () => void {
  const { input = process.stdin, screen = stdout, complete, onLine, onEnd } = options;
  // One that knows no moving about gets the lines alone.
  const canMove = (screen as NodeJS.WriteStream).isTTY === true && process.env["TERM"] !== "dumb";
  const isTerminal = input.isTTY === true && canMove;
  const lines: Interface = isTerminal
    ? createInterface({
        input,
        output: screen,
        completer: complete,
        prompt: "> ",
        historySize: 200,
        removeHistoryDuplicates: true,
      })
    : createInterface({ input });
  let before = Promise.resolve();
  let isOpen = true;
  let unhook = (): void => {};
  const close = (): void => {
    if (isOpen && isTerminal) {
      // What comes next begins where the prompt stood.
      toBegin(lines, screen);
    }
    isOpen = false;
    unhook();
    lines.close();
  };
  lines.on("line", (line) => {
    before = before.then(async () => {
      if (!isOpen) return;
      await onLine(line);
      if (isOpen && isTerminal) lines.prompt(true);
    });
  });
  if (isTerminal) {
    unhook = printAside((write) => above(lines, screen, write));
    lines.on("SIGINT", onEnd);
    lines.on("close", () => {
      if (isOpen) onEnd();
    });
    lines.prompt();
  }
  return close;
}

/** Writes where the line stands that is being typed, and that one again below. */
function above(lines: Interface, screen: NodeJS.WritableStream, write: () => void): void {
  const rows = toBegin(lines, screen);
  write();
  // The prompt goes up so many rows to where it takes its line to begin.
  screen.write("\n".repeat(rows));
  lines.prompt(true);
}

/** Takes the prompt away, with what is typed. @returns in which row of it the cursor was */
function toBegin(lines: Interface, screen: NodeJS.WritableStream): number {
  const { rows } = lines.getCursorPos();
  moveCursor(screen, 0, -rows);
  cursorTo(screen, 0);
  clearScreenDown(screen);
  return rows;
}
