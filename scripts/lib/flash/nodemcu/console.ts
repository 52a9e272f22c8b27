import { ChipError, Conversation, NoAnswerError } from "../../serial/conversation";
import type { SerialLine } from "../../serial/line";
import { Questions } from "../../serial/questions";

/**
 * The most characters of a line with its end: the console's buffer has 256 (LUA_MAXINPUT), throws away what was before the
 * 256th, and runs the rest.
 */
const MOST_LINE_CHARACTERS = 250;
/** From power-on until init.lua speaks, with what the chip's boot loaders say before. */
const BOOT_MS = 6_000;
/** Our init.lua leaves a second in which it can be kept from starting the program. */
const POLL_MS = 300;

export interface NodeMcuAnswer {
  /** "Lua 5.3". */
  lua: string;
  freeBytes: number;
}

/** NodeMCU's console over a line: what is typed there runs beside the program, and each line is echoed. */
export class NodeMcuConsole {
  readonly #conversation: Conversation;
  readonly #questions: Questions;
  readonly #line: SerialLine;

  constructor(line: SerialLine) {
    this.#line = line;
    this.#conversation = new Conversation(line);
    this.#questions = new Questions(this.#conversation, "Lua");
  }

  /** Finds out whether NodeMCU is there; undefined when nothing answers as it would. */
  async look(timeoutMs = 2_000, bootMs = BOOT_MS): Promise<NodeMcuAnswer | undefined> {
    for (let tries = 1; tries <= 2; tries++) {
      // Ends what somebody may have typed half.
      await this.#conversation.send("\n");
      try {
        const answer = await this.run('return _VERSION..","..(file.fsinfo())', timeoutMs);
        const [lua, freeBytes] = answer.split(",");
        return { lua, freeBytes: Number(freeBytes) };
      } catch (error) {
        if (!(error instanceof NoAnswerError || error instanceof ChipError)) throw error;
        // Busy for ever, or at its boot: there is no key that interrupts Lua on NodeMCU.
        if (tries === 1) await this.#reset(bootMs);
      }
    }
    return undefined;
  }

  /**
   * Restarts the chip and keeps the program from starting, so that its memory is free and nothing of it runs; a chip without
   * our init.lua just restarts.
   */
  async restartWithoutProgram(): Promise<void> {
    await this.#conversation.send("\nmote_restarts=1 node.restart()\n");
    await this.#stopProgram(BOOT_MS);
  }

  /** @throws NoAnswerError when it does not come in time */
  waitForLine(line: string, timeoutMs: number): Promise<string> {
    return this.#conversation.waitForLine(line, timeoutMs);
  }

  /** Restarts the chip; what it says from then on can be waited for. */
  async restart(): Promise<void> {
    this.#conversation.text = "";
    await this.#conversation.send("node.restart()\n");
  }

  /**
   * Runs statements of Lua and gives what they return as text, "nil" for nothing.
   * @throws NoAnswerError when none comes in time; ChipError when they fail on the chip; UserError when the line ends
   */
  run(statements: string, timeoutMs = 10_000): Promise<string> {
    return this.ask(
      (question) =>
        `do local o,v=pcall(function()${statements} end)` +
        `print("\\001${question}"..(o and":"or"!")..tostring(v).."\\002")end`,
      timeoutMs,
    );
  }

  /**
   * Calls a function of the chip's that answers by itself: shorter, for lines that carry data.
   * @param call Makes the line, without its end, from the question's number.
   */
  ask(call: (question: number) => string, timeoutMs = 10_000): Promise<string> {
    return this.#questions.ask((question) => {
      const line = `${call(question)}\n`;
      if (line.length > MOST_LINE_CHARACTERS) throw new Error(`A line of ${line.length} for the console: ${line}`);
      return line;
    }, timeoutMs);
  }

  /** By the chip's reset pin, where the line has the signals that drive it. */
  async #reset(bootMs: number): Promise<void> {
    await this.#line.setSignals({ dtr: false, rts: true });
    await this.#line.setSignals({ rts: false });
    await this.#stopProgram(bootMs);
  }

  /** Asks until a chip answers that has forgotten what it was told before. */
  async #stopProgram(bootMs: number): Promise<void> {
    const startedMs = performance.now();
    while (performance.now() - startedMs < bootMs) {
      try {
        const before = await this.run("if type(stop)=='function'then stop()end return mote_restarts", POLL_MS);
        if (before === "nil") return;
      } catch (error) {
        if (!(error instanceof NoAnswerError || error instanceof ChipError)) throw error;
      }
    }
  }
}
