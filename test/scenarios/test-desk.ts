import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { parseMac, withMac } from "../../scripts/lib/board/placeholders";
import { buildBoard } from "../../scripts/lib/build/build";
import { variablesOf } from "../../scripts/lib/build/espruino/variables/budget";
import type { DeskAction, DeskEvent } from "../../scripts/lib/desk/protocol";
import { SIMULATED_SERIAL } from "../simulator/board-options";
import type { TcpBroker } from "../simulator/broker/broker";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { Pace, type WallClock } from "../simulator/pace";
import { SimulatedDesk, type DeskProgram, type SimulatedDeskOptions } from "../simulator/desk/simulated-desk";

const root = resolve(__dirname, "../..");

/** A wall clock that stands while anything is done, and goes on when it is waited for: runs repeat, and take no longer than they must. */
export class TestWall implements WallClock {
  nowMs = 0;
  readonly #watchers = new Set<() => void>();

  async sleep(ms: number): Promise<void> {
    this.nowMs += ms;
    await setImmediate();
    for (const watch of [...this.#watchers]) watch();
  }

  /** Calls `look` whenever the clock went on. @returns ends that */
  watch(look: () => void): () => void {
    this.#watchers.add(look);
    return () => this.#watchers.delete(look);
  }
}

let builds: string | undefined;

/** Builds a board of boards/, or of the file at a path. */
export async function programOf(name: string): Promise<DeskProgram> {
  if (builds === undefined) {
    const folder = (builds = mkdtempSync(join(tmpdir(), "mote-desk-")));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
  const { environment } = simulationEnvironment(root, process.env);
  const { board } = loadBoard(name, { environment });
  const { bundlePath, variables } = await buildBoard(board, root, mkdtempSync(join(builds, "build-")));
  return {
    config: withMac(board, parseMac(SIMULATED_SERIAL)),
    bundle: bundlePath,
    variables: variables === undefined ? undefined : { ...variables, total: variablesOf(board) },
  };
}

/** A desk whose wall clock is the test's, with all that happened on it. */
export class TestDesk {
  readonly events: DeskEvent[] = [];
  readonly wall = new TestWall();
  readonly pace: Pace;
  readonly desk: SimulatedDesk;

  private constructor(program: DeskProgram, broker: TcpBroker, options: Partial<SimulatedDeskOptions>) {
    this.pace = new Pace(1, this.wall);
    this.desk = new SimulatedDesk({ ...program, broker, pace: this.pace, ...options });
    this.desk.onEvent((event) => this.events.push(event));
  }

  /** Sets a board of boards/, or of the file at a path, up at a broker of its own, and switches it on. */
  static async start(name: string, options: Partial<SimulatedDeskOptions> = {}): Promise<TestDesk> {
    const broker = options.broker ?? new EmbeddedBroker(0, undefined, 100);
    await broker.start();
    const desk = new TestDesk(await programOf(name), broker, options);
    desk.desk.start();
    return desk;
  }

  /** And waits until it is online. */
  static async online(name: string, options: Partial<SimulatedDeskOptions> = {}): Promise<TestDesk> {
    const desk = await TestDesk.start(name, options);
    await desk.until((event) => event.type === "message" && event.about === "status" && event.payload === "online");
    return desk;
  }

  /** Waits for something that happens from now on. @throws Error when it has not within so many ms of the board's time */
  until(isIt: (event: DeskEvent) => boolean, limitMs = 60_000): Promise<DeskEvent> {
    const endMs = this.desk.nowMs + limitMs;
    return new Promise((done, fail) => {
      const end = (settle: () => void): void => {
        unlisten();
        unwatch();
        settle();
      };
      const unlisten = this.desk.onEvent((event) => {
        if (isIt(event)) end(() => done(event));
      });
      const unwatch = this.wall.watch(() => {
        if (this.desk.nowMs < endMs) return;
        const last = this.events.slice(-8).map((event) => `  ${JSON.stringify(event)}`);
        end(() => fail(new Error([`Not within ${limitMs} ms: ${isIt.toString()}`, ...last].join("\n"))));
      });
    });
  }

  /** Waits for a message whose topic ends so. */
  async message(topic: string, payload?: string | RegExp, limitMs?: number): Promise<string> {
    const event = await this.until(
      (each) =>
        each.type === "message" &&
        each.topic.endsWith(topic) &&
        (payload === undefined || (payload instanceof RegExp ? payload.test(each.payload) : payload === each.payload)),
      limitMs,
    );
    return event.type === "message" ? event.payload : "";
  }

  /** Lets so much of the board's time pass. */
  async pass(ms: number): Promise<void> {
    const endMs = this.desk.nowMs + ms;
    await new Promise<void>((done) => {
      const unwatch = this.wall.watch(() => {
        if (this.desk.nowMs < endMs) return;
        unwatch();
        done();
      });
    });
  }

  perform(action: DeskAction): Promise<void> {
    return this.desk.perform(action);
  }

  /** The events of a type so far. */
  of<Type extends DeskEvent["type"]>(type: Type): Extract<DeskEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<DeskEvent, { type: Type }> => event.type === type);
  }

  close(): Promise<void> {
    return this.desk.close();
  }
}
