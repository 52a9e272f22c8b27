import { setTimeout } from "node:timers/promises";
import { ChipError, Conversation, NoAnswerError } from "../../serial/conversation";
import type { SerialLine } from "../../serial/line";
import { Questions } from "../../serial/questions";

const INTERRUPTION_MS = 250;

/** What answers at the other end of a line. */
export type Answering =
  | { kind: "espruino"; version: string; board: string; freeBytes: number }
  | { kind: "nodemcu" }
  | { kind: "bootLoader" }
  | { kind: "nothing" };

/** Espruino's console over a line: what is typed there runs in the interpreter beside the program. */
export class EspruinoConsole {
  readonly #conversation: Conversation;
  readonly #questions: Questions;

  constructor(line: SerialLine) {
    this.#conversation = new Conversation(line);
    this.#questions = new Questions(this.#conversation, "Espruino");
  }

  /** Finds out who is there. */
  async look(timeoutMs = 2_000): Promise<Answering> {
    await this.#conversation.send("\n");
    const found = await this.#identity(timeoutMs);
    if (found !== undefined) return found;
    // Ctrl-C ends a loop that keeps the interpreter busy. What is typed right behind it would be ended too.
    await this.#conversation.send("\x03\x03");
    await setTimeout(INTERRUPTION_MS);
    await this.#conversation.send("\n");
    return (
      (await this.#identity(timeoutMs)) ?? {
        kind: /waiting for download|invalid header/i.test(this.#conversation.seen)
          ? "bootLoader"
          : /NodeMCU|lua:|stdin:1:/i.test(this.#conversation.seen)
            ? "nodemcu"
            : "nothing",
      }
    );
  }

  async #identity(timeoutMs: number): Promise<Answering | undefined> {
    try {
      const answer = await this.evaluate(
        '[process.env.VERSION,process.env.BOARD,require("Storage").getFree()]',
        timeoutMs,
      );
      const [version, board, freeBytes] = answer as [string, string, number];
      return { kind: "espruino", version, board, freeBytes };
    } catch (error) {
      if (error instanceof NoAnswerError || error instanceof ChipError) return undefined;
      throw error;
    }
  }

  /**
   * The value of an expression, by way of JSON.
   * @throws NoAnswerError when none comes in time; ChipError when the expression throws on the chip; UserError when the line ends
   */
  async evaluate(expression: string, timeoutMs = 10_000): Promise<unknown> {
    // DLE in front silences the echo.
    const answer = await this.#questions.ask(
      (question) =>
        `\x10try{print("\\x01${question}:"+JSON.stringify(${expression})+"\\x02")}catch(e){print("\\x01${question}!"+e+"\\x02")}\n`,
      timeoutMs,
    );
    try {
      return answer === "undefined" ? undefined : JSON.parse(answer);
    } catch {
      throw new ChipError(`${this.#conversation.name}: Espruino's answer was damaged on its way`);
    }
  }

  /** Runs a statement that gives no answer, such as `reset()`. */
  async run(statement: string): Promise<void> {
    this.#conversation.text = "";
    await this.#conversation.send(`\x10${statement}\n`);
  }

  /** Waits for a line of the program's. @throws NoAnswerError when it does not come in time */
  waitForLine(line: string, timeoutMs: number): Promise<string> {
    return this.#conversation.waitForLine(line, timeoutMs);
  }
}
