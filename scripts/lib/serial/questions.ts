import { ChipError, type Conversation } from "./conversation";

/** Around an answer, so that nothing else on the console is taken for one: the echo shows them as they stand in a source text. */
const BEGIN = "\x01";
const END = "\x02";

/** Questions to the interpreter at the other end of a line, each of them a line of its own that has it print the answer. */
export class Questions {
  readonly #conversation: Conversation;
  /** The interpreter's name. */
  readonly #name: string;
  /** An answer names its question: that of an earlier one may come late. */
  #asked = 0;

  constructor(conversation: Conversation, name: string) {
    this.#conversation = conversation;
    this.#name = name;
  }

  /**
   * @param typed Makes the line from the question's number: it prints byte 1, the number, ":" and the answer, byte 2; or "!" and what
   * went wrong in the place of ":" and the answer.
   * @throws NoAnswerError when none comes in time; ChipError with what went wrong; UserError when the line ends
   */
  async ask(typed: (question: number) => string, timeoutMs: number): Promise<string> {
    const begin = `${BEGIN}${++this.#asked}`;
    const line = typed(this.#asked);
    this.#conversation.text = "";
    await this.#conversation.send(line);
    const answer = await this.#conversation.waitFor(() => {
      const from = this.#conversation.text.indexOf(begin);
      const to = this.#conversation.text.indexOf(END, from);
      return from < 0 || to < 0 ? undefined : this.#conversation.text.slice(from + begin.length, to);
    }, timeoutMs);
    if (answer.startsWith("!"))
      throw new ChipError(`${this.#conversation.name}: ${this.#name} says: ${answer.slice(1)}`);
    return answer.slice(1);
  }
}
