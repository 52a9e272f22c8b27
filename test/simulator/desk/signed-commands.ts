import { InTurn } from "../../../scripts/lib/desk/in-turn";
import { UserError } from "../../../scripts/lib/user-error";

/** Makes a signed command of one, for a nonce that the board published. @throws Error for what is never signed */
export type Sign = (topic: string, nonce: string, command: string) => string;

/** How long the nonce of the next command is waited for, by the wall clock. */
const NONCE_MS = 3_000;
const LOOK_MS = 20;

interface Way {
  sign: Sign | undefined;
  /** What the board published last. */
  nonce(): string | undefined;
  publish(topic: string, payload: string): Promise<void>;
}

/** Gives signed commands, one after the other: each takes a nonce of its own. */
export class SignedCommands {
  readonly #way: Way;
  readonly #turns = new InTurn();

  constructor(way: Way) {
    this.#way = way;
  }

  /** @throws UserError where it cannot be signed, or a newer command of the same actuator came before its turn */
  give(actuator: string, topic: string, command: string): Promise<void> {
    return this.#turns.do(actuator, () => this.#give(topic, command));
  }

  async #give(topic: string, command: string): Promise<void> {
    const { sign, nonce, publish } = this.#way;
    const taken = nonce();
    if (sign === undefined) throw new UserError("this board obeys signed commands only, and its key is not here");
    if (taken === undefined) throw new UserError("the board has published no nonce yet: wait until it is online");
    let payload: string;
    try {
      payload = sign(topic, taken, command);
    } catch (error) {
      throw new UserError((error as Error).message);
    }
    await publish(topic, payload);
    for (let waitedMs = 0; nonce() === taken && waitedMs < NONCE_MS; waitedMs += LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}
