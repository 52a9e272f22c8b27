import type { SteppedDesk } from "../../../scripts/lib/desk/desk";
import type { DeskAction, DeskBoard, DeskEvent } from "../../../scripts/lib/desk/protocol";
import { EmbeddedBroker } from "../broker/embedded";
import { quiescence } from "../broker/quiescence";
import { Pace, type WallClock } from "../pace";
import type { VirtualTime } from "../virtual-time";
import { SimulatedDesk, type DeskProgram, type SimulatedDeskOptions } from "./simulated-desk";

/** How many messages the broker keeps: the desk looks none up. */
const KEPT_MESSAGES = 100;
/** Of the engine's random numbers: any, and always the same. */
const SEED = 20_261_124;

/** How long time may go on, and who waits for that. */
interface Leave {
  untilUs: number;
  isDone(): boolean;
  /** Called when it is used up. */
  end(): void;
}

/** Nothing of a run goes by the clock on the wall, or it would not repeat. */
class NoWall implements WallClock {
  /** The board's. */
  nowMs = 0;

  sleep(): Promise<void> {
    return Promise.resolve();
  }
}

/** A time that stands still unless it was given leave to go on; then it goes as fast as the computer can. */
class SteppedPace extends Pace {
  readonly #instead: NoWall;
  #leave: Leave | undefined;
  #goOn: (() => void) | undefined;

  constructor(instead = new NoWall()) {
    super(1, instead);
    this.#instead = instead;
  }

  /** Resolves when so much time has passed, or it is done. */
  give(untilMs: number, isDone: () => boolean): Promise<void> {
    return new Promise((end) => {
      this.#leave = { untilUs: Math.round(untilMs * 1000), isDone, end };
      this.#goOn?.();
      this.#goOn = undefined;
    });
  }

  /** Lets whoever waits for leave go, for nothing will come of it any more. */
  release(): void {
    this.#goOn?.();
    this.#goOn = undefined;
  }

  /** Everything that is due now has been done. */
  override async passTo(us: number, time: VirtualTime): Promise<void> {
    const leave = this.#leave;
    if (leave === undefined || leave.isDone() || time.nowUs >= leave.untilUs) {
      this.#leave = undefined;
      leave?.end();
      // What is done to the board meanwhile is looked at before time goes on.
      if (this.#leave === undefined) await new Promise<void>((goOn) => (this.#goOn = goOn));
      return;
    }
    time.moveTo(Math.min(us, leave.untilUs));
    this.#instead.nowMs = time.nowMs;
    this.onStep();
  }
}

/** A simulated board whose time passes in steps: every run of a script is the same. */
export class SteppedSimulatedDesk implements SteppedDesk {
  readonly #pace = new SteppedPace();
  readonly #desk: SimulatedDesk;

  private constructor(desk: (pace: Pace) => SimulatedDesk) {
    this.#desk = desk(this.#pace);
    // Whoever waits for time to pass is told.
    this.#desk.ended.catch(() => {});
  }

  /** Sets a board up at a broker of its own, and switches it on at 0 ms. */
  static async start(program: DeskProgram & Pick<SimulatedDeskOptions, "sign">): Promise<SteppedSimulatedDesk> {
    const broker = new EmbeddedBroker(0, "taken as read", KEPT_MESSAGES);
    await broker.start();
    const desk = new SteppedSimulatedDesk(
      (pace) => new SimulatedDesk({ ...program, broker, pace, isStill: true, random: seeded(SEED) }),
    );
    desk.#desk.start();
    return desk;
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
    // With the board at rest: two that wait for the same process to be quiet would wait for each other.
    await this.passTo(this.nowMs);
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

  async passTo(atMs: number, isDone: () => boolean = () => false): Promise<void> {
    await Promise.race([this.#pace.give(atMs, isDone), this.#desk.ended]);
  }

  async close(): Promise<void> {
    const closed = this.#desk.close();
    this.#pace.release();
    await closed;
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
