import type { SteppedDesk } from "../../../scripts/lib/desk/desk";
import type { DeskAction, DeskBoard, DeskEvent } from "../../../scripts/lib/desk/protocol";
import { EmbeddedBroker } from "../broker/embedded";
import { quiescence } from "../broker/quiescence";
import { Pace } from "../pace";
import { SimulatedDesk, type DeskProgram, type SimulatedDeskOptions } from "./simulated-desk";

/** How many messages the broker keeps: the desk looks none up. */
const KEPT_MESSAGES = 100;
/** Of the engine's random numbers: any, and always the same. */
const SEED = 20_261_124;

/** A simulated board whose time passes in steps: every run of a script is the same. */
export class SteppedSimulatedDesk implements SteppedDesk {
  readonly #desk: SimulatedDesk;

  private constructor(desk: SimulatedDesk) {
    this.#desk = desk;
  }

  /** Sets a board up at a broker of its own, and switches it on at 0 ms. */
  static async start(program: DeskProgram & Pick<SimulatedDeskOptions, "sign">): Promise<SteppedSimulatedDesk> {
    const broker = new EmbeddedBroker(0, "taken as read", KEPT_MESSAGES);
    await broker.start();
    const pace = new Pace(Infinity);
    const desk = new SimulatedDesk({ ...program, broker, pace, isStill: true, random: seeded(SEED) });
    desk.switchOn();
    return new SteppedSimulatedDesk(desk);
  }

  get board(): DeskBoard {
    return this.#desk.board;
  }

  get nowMs(): number {
    return this.#desk.nowMs;
  }

  standing(): DeskEvent[] {
    return this.#desk.standing();
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    return this.#desk.onEvent(listener);
  }

  /** Whatever follows of it at the broker has followed before time goes on. */
  async perform(action: DeskAction): Promise<void> {
    if (action.do === "command") await this.#command(action);
    else await this.#desk.perform(action);
    await quiescence();
  }

  /** A signed command waits for what the board says next, and that takes time; here it is enough that it was published. */
  async #command(action: Extract<DeskAction, { do: "command" }>): Promise<void> {
    const topic = this.board.actuators.find(({ id }) => id === action.actuator)?.commandTopic;
    let unlisten = (): void => {};
    const published = new Promise<void>((resolve) => {
      unlisten = this.onEvent((event) => {
        if (event.type === "message" && event.topic === topic) resolve();
      });
    });
    const performed = this.#desk.perform(action);
    try {
      await Promise.race([performed, published]);
    } finally {
      unlisten();
      performed.catch(() => {});
    }
  }

  passTo(atMs: number, isDone?: () => boolean): Promise<void> {
    return this.#desk.passTo(atMs, isDone);
  }

  close(): Promise<void> {
    return this.#desk.close();
  }
}

/** Numbers from 0 to 1 that are the same for the same seed: Numerical Recipes' linear congruence. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
