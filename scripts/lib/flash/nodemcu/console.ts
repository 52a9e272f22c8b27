import { ChipError, Conversation, NoAnswerError } from "../../serial/conversation";
import type { SerialLine } from "../../serial/line";

/**
 * The most characters of a line with its end: the console's buffer has 256 (LUA_MAXINPUT), throws away what was before the
 * 256th, and runs the rest.
 */
const MOST_LINE_CHARACTERS = 250;
/** Around an answer. The console's echo shows them as they stand in the source text, not as bytes. */
const BEGIN = "\x01";
const END = "\x02";
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
  /** An answer names its question: that of an earlier one may come late. */
  #questions = 0;
  readonly #conversation: Conversation;
  readonly #line: SerialLine;

  constructor(line: SerialLine) {
    this.#line = line;
    this.#conversation = new Conversation(line);
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
  async run(statements: string, timeoutMs = 10_000): Promise<string> {
    const question = `${++this.#questions}`;
    const typed =
      `do local o,v=pcall(function()${statements} end)` +
      `print("\\001${question}"..(o and":"or"!")..tostring(v).."\\002")end\n`;
    return this.#ask(question, typed, timeoutMs);
  }

  /**
   * Calls a function of the chip's that answers by itself through `answer(number, …)`: shorter, for lines that carry data.
   * @param call Makes the line from the question's number.
   */
  async ask(call: (question: string) => string, timeoutMs = 10_000): Promise<string> {
    const question = `${++this.#questions}`;
    return this.#ask(question, `${call(question)}\n`, timeoutMs);
  }

  async #ask(question: string, typed: string, timeoutMs: number): Promise<string> {
    if (typed.length > MOST_LINE_CHARACTERS) throw new Error(`A line of ${typed.length} for the console: ${typed}`);
    this.#conversation.text = "";
    await this.#conversation.send(typed);
    const answer = await this.#conversation.waitFor(() => {
      const from = this.#conversation.text.indexOf(BEGIN + question);
      const to = this.#conversation.text.indexOf(END, from);
      return from < 0 || to < 0 ? undefined : this.#conversation.text.slice(from + 1 + question.length, to);
    }, timeoutMs);
    if (answer.startsWith("!")) throw new ChipError(`${this.#conversation.name}: Lua says: ${answer.slice(1)}`);
    return answer.slice(1);
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
