import { readFileSync } from "node:fs";
import type { Desk } from "../../scripts/lib/desk/desk";
import type { DeskAction, DeskBoard, DeskEvent } from "../../scripts/lib/desk/protocol";
import { UserError } from "../../scripts/lib/user-error";
import type { TcpBroker } from "../simulator/broker/broker";
import { boardOf } from "../simulator/desk/board-of";
import { brokerFaults, Faults, type AroundBroker } from "../simulator/desk/faults";
import { Messages } from "../simulator/desk/messages";
import { PinWatch } from "../simulator/desk/pin-watch";
import { SignedCommands } from "../simulator/desk/signed-commands";
import type { SimulatedDeskOptions } from "../simulator/desk/simulated-desk";
import { Stream } from "../simulator/desk/stream";
import { espruinoProblem, runEspruino, type EspruinoProcess } from "./espruino-runner";

/** What analog pins read in the interpreter, which has none: half of full scale. */
const ANALOG_FRACTION = 0.5;
/** How often pins whose changes came too fast are told, in ms. */
const LATE_MS = 250;

/** The Espruino for Linux that the environment variable ESPRUINO names. @throws UserError when there is none */
export function espruinoExecutable(): string {
  const executable = process.env["ESPRUINO"];
  const problem = espruinoProblem(executable);
  if (executable === undefined || problem !== undefined) throw new UserError(problem ?? "ESPRUINO is not set");
  return executable;
}

/**
 * A board whose program runs in the real interpreter, on the computer's clock. Its broker and what it is commanded are as on a simulated
 * one; nothing of its world can be moved.
 */
export class EspruinoDesk implements Desk {
  readonly board: DeskBoard;
  readonly ended = new Promise<never>(() => {});
  readonly #options: SimulatedDeskOptions;
  readonly #broker: TcpBroker;
  #espruino: EspruinoProcess | undefined;
  readonly #stream = new Stream(() => this.nowMs);
  readonly #pins = new PinWatch(
    () => performance.now(),
    (event) => this.#stream.tell(event),
  );
  readonly #messages: Messages;
  readonly #faults: Faults<AroundBroker>;
  readonly #signed: SignedCommands;
  readonly #startedMs = performance.now();
  readonly #executable: string;
  #late: NodeJS.Timeout | undefined;
  #isClosed = false;
  #used = 0;

  /** @param executable An Espruino for Linux */
  constructor(executable: string, options: SimulatedDeskOptions) {
    const { config, broker, sign } = options;
    this.#executable = executable;
    this.#options = options;
    this.#broker = broker;
    this.#faults = new Faults<AroundBroker>(
      {
        broker,
        brokerForgot: () => this.#messages.forgetRetained(),
        commandTopics: () => this.board.actuators.map(({ commandTopic }) => commandTopic),
      },
      brokerFaults(broker),
      (fault, isOn) => this.#stream.tell({ type: "fault", fault, isOn }),
    );
    this.board = boardOf(config, { inputs: [], faults: this.#faults.offered, speeds: [] });
    this.#messages = new Messages(this.board);
    this.#signed = new SignedCommands({
      sign,
      nonce: () => this.#messages.last(config.topics.nonce),
      publish: (topic, payload) => broker.publish(topic, payload, { qos: 1 }),
    });
    broker.onMessage((message) => this.#stream.tell(this.#messages.take({ ...message, atMs: this.nowMs })));
  }

  /** Starts the interpreter. Who listens before misses nothing. */
  start(): void {
    const { config, bundle, secrets, broker } = this.#options;
    const analog = config.sensors.flatMap((sensor) =>
      sensor.type === "analog" ? [[Number(sensor.pin.slice(1)), ANALOG_FRACTION] as const] : [],
    );
    this.#espruino = runEspruino({
      executable: this.#executable,
      bundle: readFileSync(bundle, "latin1"),
      secrets,
      brokerPort: broker.port,
      securePort: broker.securePort,
      analog: Object.fromEntries(analog),
      onLine: (line) => this.#said(line),
    });
    this.#late = setInterval(() => this.#pins.tellLate(), LATE_MS);
  }

  get nowMs(): number {
    return performance.now() - this.#startedMs;
  }

  standing(): DeskEvent[] {
    const atMs = this.nowMs;
    return [
      ...this.#faults.on.map((fault) => ({ atMs, type: "fault" as const, fault, isOn: true })),
      ...this.#pins.standing().map((event) => ({ atMs, ...event })),
      ...this.#messages.standing(),
    ];
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    return this.#stream.onEvent(listener);
  }

  async perform(action: DeskAction): Promise<void> {
    if (action.do === "fault") return this.#faults.turn(action.fault, action.isOn);
    if (action.do === "publish") {
      const { topic, payload, qos, retain } = action;
      return this.#broker.publish(topic, payload, { qos, retain });
    }
    if (action.do !== "command") {
      throw new UserError("the world of the real interpreter stands still: leave out --engine espruino to move it");
    }
    const actuator = this.board.actuators.find(({ id }) => id === action.actuator);
    if (actuator === undefined) throw new UserError(`${this.board.name} has no actuator "${action.actuator}"`);
    if (this.#options.config.commands !== undefined) {
      return this.#signed.give(actuator.id, actuator.commandTopic, action.payload);
    }
    return this.#broker.publish(actuator.commandTopic, action.payload, { qos: 1 });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#late);
    const isOffline = this.#messages.last(this.board.statusTopic) === "online" ? this.#stream.offline() : undefined;
    await this.#espruino?.stop();
    await isOffline;
    await this.#broker.stop();
  }

  #said(line: string): void {
    const [, pin, value] = /^@pin (\d+) (\S+)/.exec(line) ?? [];
    const [, used] = /^@memory (\d+)$/.exec(line) ?? [];
    if (pin !== undefined) {
      const duty = Number(value);
      this.#pins.changed({ pin: Number(pin), level: duty > 0, duty: Number.isNaN(duty) ? 0 : duty, hz: 0 });
    } else if (used !== undefined) {
      this.#tellMemory(Number(used));
    } else if (line !== "" && !line.startsWith("@")) {
      this.#stream.tell({ type: "console", line });
    }
  }

  #tellMemory(used: number): void {
    const { variables } = this.#options;
    if (used === this.#used || variables === undefined) return;
    this.#used = used;
    this.#stream.tell({ type: "memory", used, total: variables.total, unit: "variables" });
  }
}
