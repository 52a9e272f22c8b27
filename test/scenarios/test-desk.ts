import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { parseMac, withMac } from "../../scripts/lib/board/placeholders";
import { buildBoard } from "../../scripts/lib/build/build";
import { variablesOf } from "../../scripts/lib/build/espruino/variables/budget";
import type { DeskAction, DeskEvent, FaultName } from "../../scripts/lib/desk/protocol";
import { SIMULATED_SERIAL } from "../simulator/board-options";
import type { TcpBroker } from "../simulator/broker/broker";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { Pace } from "../simulator/pace";
import { SimulatedDesk, type DeskProgram, type SimulatedDeskOptions } from "../simulator/desk/simulated-desk";

const root = resolve(__dirname, "../..");

let builds: string | undefined;

/** Builds a board of boards/, or of the file at a path. */
export async function programOf(name: string): Promise<DeskProgram> {
  if (builds === undefined) {
    const folder = (builds = mkdtempSync(join(tmpdir(), "mote-desk-")));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
  const { environment } = simulationEnvironment(root, process.env);
  const { board } = loadBoard(name, { environment });
  const { bundlePath, secrets, variables } = await buildBoard(board, root, mkdtempSync(join(builds, "build-")));
  return {
    config: withMac(board, parseMac(SIMULATED_SERIAL)),
    bundle: bundlePath,
    secrets,
    variables: variables === undefined ? undefined : { ...variables, total: variablesOf(board) },
  };
}

/** A desk with all that happened on it. Its time passes when it is waited for, and at once. */
export class TestDesk {
  readonly events: DeskEvent[] = [];
  readonly desk: SimulatedDesk;
  /** What is looked for lies behind: what happened since something was done last. */
  #from = 0;

  private constructor(program: DeskProgram, broker: TcpBroker, options: Partial<SimulatedDeskOptions>) {
    this.desk = new SimulatedDesk({ ...program, broker, pace: new Pace(Infinity), ...options });
    this.desk.onEvent((event) => this.events.push(event));
  }

  /** Sets a board of boards/, or of the file at a path, up at a broker of its own, and switches it on. */
  static async start(name: string, options: Partial<SimulatedDeskOptions> = {}): Promise<TestDesk> {
    const broker = options.broker ?? new EmbeddedBroker(0, undefined, 100);
    await broker.start();
    const desk = new TestDesk(await programOf(name), broker, options);
    desk.desk.switchOn();
    return desk;
  }

  /** And waits until it is online. */
  static async online(name: string, options: Partial<SimulatedDeskOptions> = {}): Promise<TestDesk> {
    const desk = await TestDesk.start(name, options);
    await desk.message("/status", "online");
    return desk;
  }

  /** Waits for the first thing of its kind since something was done last. @throws Error when it does not happen within so many ms */
  async until(isIt: (event: DeskEvent) => boolean, limitMs = 60_000): Promise<DeskEvent> {
    let found: DeskEvent | undefined;
    const look = (): boolean => {
      for (; found === undefined && this.#from < this.events.length; this.#from++) {
        if (isIt(this.events[this.#from])) found = this.events[this.#from];
      }
      return found !== undefined;
    };
    await this.desk.passTo(this.desk.nowMs + limitMs, look);
    if (found !== undefined || look()) return found as unknown as DeskEvent;
    const last = this.events.slice(-8).map((event) => `  ${JSON.stringify(event)}`);
    throw new Error([`Not within ${limitMs} ms: ${isIt.toString()}`, ...last].join("\n"));
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

  pass(ms: number): Promise<void> {
    return this.desk.passTo(this.desk.nowMs + ms);
  }

  async perform(action: DeskAction): Promise<void> {
    this.#from = this.events.length;
    await this.desk.perform(action);
  }

  /** Begins or ends a fault. */
  fault(fault: FaultName, isOn = true): Promise<void> {
    return this.perform({ do: "fault", fault, isOn });
  }

  /** The events of a type so far. */
  of<Type extends DeskEvent["type"]>(type: Type): Extract<DeskEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<DeskEvent, { type: Type }> => event.type === type);
  }

  /** Payloads on a topic that ends so, since `from`. */
  payloads(topic: string, from = 0): string[] {
    return this.events
      .slice(from)
      .flatMap((event) => (event.type === "message" && event.topic.endsWith(topic) ? [event.payload] : []));
  }

  close(): Promise<void> {
    return this.desk.close();
  }
}
