import type { Board } from "../../../scripts/lib/board/config";
import type { Desk } from "../../../scripts/lib/desk/desk";
import type { DeskAction, DeskBoard, DeskEvent } from "../../../scripts/lib/desk/protocol";
import { UserError } from "../../../scripts/lib/user-error";
import { SimulatedBoard } from "../board";
import type { TcpBroker } from "../broker/broker";
import { BrokerError } from "../broker/broker-error";
import { EmbeddedBroker } from "../broker/embedded";
import type { Devices } from "../devices";
import { SimulatedNetwork } from "../network/simulated";
import { Pace } from "../pace";
import { boardOf } from "./board-of";
import { boardFaults, Faults, type AroundBoard } from "./faults";
import { Inputs } from "./inputs";
import { Messages } from "./messages";
import { shownPin } from "../../../scripts/lib/desk/pins";
import { PinWatch } from "./pin-watch";
import { SignedCommands, type Sign } from "./signed-commands";
import { Stream } from "./stream";
import { inWords } from "../work";

/** Variables of Espruino's: of a program at its start, once it is connected, and those that the chip has in all. */
export interface Variables {
  boot: number;
  connected: number;
  total: number;
}

/** A program, and the board that it is for. */
export interface DeskProgram {
  /** With the chip's address in its topics. */
  config: Board;
  /** The built file. */
  bundle: string;
  /** What lies beside it on the chip: the file with its secrets. */
  secrets: string;
  /** What an upload leaves in flash memory, for a board that is updated over the air: its boot code starts the program. */
  files?: ReadonlyMap<string, string>;
  /** What the build says of it; undefined where it says nothing. */
  variables?: Variables;
  /** Where a place of the chip's program is in TypeScript; undefined where that is not known. */
  placeOf?: (place: string) => string | undefined;
}

export interface SimulatedDeskOptions extends DeskProgram {
  /** Started, and stopped by `close`. */
  broker: TcpBroker;
  /** Signs a command, for a board that obeys signed ones only. */
  sign?: Sign;
  /** Holds all inputs where they are at the beginning. */
  isStill?: boolean;
  /** How its time passes; as the wall clock's when left out. */
  pace?: Pace;
  /** Gives the engine's random numbers, 0 … 1, for runs that repeat. */
  random?: () => number;
}

/** How often inputs that move are told, by the wall clock. */
const TELL_MS = 250;
/** How much of what has happened board and broker keep: what a desk tells it does not look up again. */
const KEPT = 100;
const SPEEDS = [0, 1, 10, 60, 600];
const FASTEST = 600;
/** How far "next" goes at most: of the board's time, and of the wall clock's. */
const JUMP_BOARD_MS = 86_400_000;
const JUMP_WALL_MS = 10_000;
/** A run of a board, which is followed by the next. */
const RUN_MS = 3_600_000;

/** A simulated board that is run, moved and broken while somebody looks. */
export class SimulatedDesk implements Desk {
  /** Rejects when the board cannot go on. */
  readonly ended: Promise<never>;
  readonly simulated: SimulatedBoard;
  readonly network = new SimulatedNetwork();
  readonly #broker: TcpBroker;
  readonly #pace: Pace;
  readonly #signed: SignedCommands;
  readonly #stream: Stream;
  readonly #messages: Messages;
  readonly #pins: PinWatch;
  readonly #faults: Faults<AroundBoard>;
  #inputs: Inputs;
  #devices: Devices;
  #program: DeskProgram;
  #board: DeskBoard;
  #fail: (error: unknown) => void = () => {};
  /** What parts show, by their ids. */
  readonly #parts = new Map<string, string>();
  #isClosed = false;
  #toldAtMs = -Infinity;
  #jump: { untilMs: number; wallUntilMs: number; done(hasHappened: boolean): void } | undefined;

  /** Sets it up, with its parts soldered; `start` switches it on. */
  constructor(options: SimulatedDeskOptions) {
    const { config, bundle, secrets, broker, sign, isStill = false, pace = new Pace(1), variables } = options;
    this.#program = options;
    this.#broker = broker;
    this.#signed = new SignedCommands({
      sign,
      nonce: () => this.#messages.last(this.#program.config.topics.nonce),
      publish: (topic, payload) => this.#publish(topic, payload, { qos: 1, retain: false }),
    });
    this.#pace = pace;
    this.ended = new Promise((_, reject) => (this.#fail = reject));
    // Whatever address the board file names leads to the broker on the desk.
    this.network.route("*", broker instanceof EmbeddedBroker ? broker.near : broker.target);
    this.simulated = new SimulatedBoard({
      engine: config.engine,
      chip: config.chip,
      bundle,
      secrets,
      network: this.network,
      pace,
      random: options.random,
      keeps: KEPT,
      // As `npm run flash` leaves the chip.
      bluetooth: config.consoles?.bluetooth === true,
      variables: variables?.total,
      onConsole: (line) => this.#stream.tell({ type: "console", line }),
      onLongCallback: (long) => this.tell(inWords(long, this.#program.placeOf), true),
      onPinChange: (change) => this.#pins.changed(change),
    });
    this.#flash(options);
    this.#stream = new Stream(() => this.simulated.nowMs);
    this.#pins = new PinWatch(
      () => this.#clockMs,
      (event) => this.#stream.tell(event),
      (pin) => shownPin(this.#program.config, pin),
    );
    this.#faults = new Faults(
      {
        board: this.simulated,
        network: this.network,
        broker,
        powerFailed: () => {
          this.#devices.losePower();
          this.#pins.released();
        },
        brokerForgot: () => this.#messages.forgetRetained(),
        commandTopics: () => this.#board.actuators.map(({ commandTopic }) => commandTopic),
      },
      boardFaults(config.engine, broker),
      (fault, isOn) => {
        this.#stream.tell({ type: "fault", fault, isOn });
        if (fault === "low-memory" || fault.startsWith("power")) this.#tellMemory();
      },
    );
    this.#devices = this.simulated.solder(config);
    this.#inputs = this.#inputsOf(this.#devices);
    if (isStill) this.#inputs.holdAll();
    this.#board = this.#described();
    this.#messages = new Messages(this.#board);
    this.#listen();
  }

  /** Switches the board on: its time passes from now on. Who listens before misses nothing. */
  start(): void {
    this.switchOn();
    void this.#run().catch(this.#fail);
  }

  /** Switches the board on, and leaves it to `passTo` to let its time pass. */
  switchOn(): void {
    this.simulated.boot();
    this.#tellMemory();
  }

  /** Lets time pass until `atMs`, but stops as soon as `isDone`, which is asked after whatever happened. */
  async passTo(atMs: number, isDone: () => boolean = () => false): Promise<void> {
    await this.simulated.runFor(Math.max(0, atMs - this.nowMs), isDone);
  }

  /** By which people are told things: the wall's, or the board's where nobody waits for it. */
  get #clockMs(): number {
    return this.#pace.speed === Infinity ? this.nowMs : this.#pace.wall.nowMs;
  }

  get board(): DeskBoard {
    return this.#board;
  }

  /** As an upload over the cable does. */
  #flash({ files }: DeskProgram): void {
    if (files === undefined) return;
    const { files: stored } = this.simulated.storage;
    for (const name of [...stored.keys()].filter((each) => /^mote\.[ab]/.test(each))) stored.delete(name);
    for (const [name, bytes] of files) stored.set(name, bytes);
  }

  get nowMs(): number {
    return this.simulated.nowMs;
  }

  standing(): DeskEvent[] {
    const atMs = this.nowMs;
    const memory = this.#memory;
    return [
      { atMs, type: "speed", times: this.#pace.speed },
      ...this.#faults.on.map((fault) => ({ atMs, type: "fault" as const, fault, isOn: true })),
      ...(memory === undefined ? [] : [memory]),
      ...[...this.#inputs.standing(), ...this.#pins.standing()].map((event) => ({ atMs, ...event })),
      ...[...this.#parts].map(([id, text]) => ({ atMs, type: "part" as const, id, text })),
      ...this.#messages.standing(),
    ];
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    return this.#stream.onEvent(listener);
  }

  async perform(action: DeskAction): Promise<void> {
    if (this.#isClosed) throw new UserError("the desk is closed");
    // Who asks for it may have been told something by the board, which is at work until then.
    await Promise.resolve();
    try {
      await this.#do(action);
    } catch (error) {
      throw error instanceof BrokerError ? new UserError(error.message) : error;
    }
  }

  async #do(action: DeskAction): Promise<void> {
    switch (action.do) {
      case "set":
        return this.#inputs.set(action.input, action.value);
      case "hold":
        return this.#inputs.hold(action.input);
      case "swing":
        return this.#inputs.swing(action.input);
      case "play":
        return this.#inputs.play(action.input, action.shape, action);
      case "trace":
        return this.#inputs.record(action.input, action.name, action.csv);
      case "break":
        return this.#inputs.break(action.input, action.fault);
      case "fault":
        return this.#faults.turn(action.fault, action.isOn);
      case "speed":
        return this.#setSpeed(action.times);
      case "next":
        return this.#next();
      case "command":
        return this.#command(action.actuator, action.payload);
      case "publish":
        return this.#publish(action.topic, action.payload, action);
    }
  }

  /**
   * Starts the board with another program. Inputs of the same names stay as they are, and so do broker, network, faults and speed.
   * @throws UserError where it is for another engine or chip
   */
  reload(program: DeskProgram): void {
    const { engine, chip } = this.#program.config;
    const { config } = program;
    if (config.engine !== engine || config.chip !== chip) {
      throw new UserError(
        `the board on this desk is ${chip} with ${engine}, and this program is for ${config.chip} with ${config.engine}: start it anew`,
      );
    }
    this.#pins.released();
    this.#program = program;
    this.#devices = this.simulated.reflash(program.bundle, program.secrets, config);
    this.#flash(program);
    const before = this.#inputs;
    this.#inputs = this.#inputsOf(this.#devices);
    this.#inputs.goOnAs(before);
    this.#board = this.#described();
    this.#messages.board = this.#board;
    this.#parts.clear();
    this.#stream.tell({ type: "board", board: this.#board });
    this.#inputs.tellMoved();
    if (this.simulated.isPowered) this.simulated.reboot();
    this.#tellMemory();
  }

  /** Tells whoever sits here something that they should know. */
  tell(text: string, isProblem: boolean): void {
    this.#stream.tell({ type: "told", text, isProblem });
  }

  /** Cuts the power, waits for what the broker says of that, and ends it too. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const isOffline = this.#messages.last(this.#board.statusTopic) === "online" ? this.#stream.offline() : undefined;
    this.simulated.stop();
    this.#jump?.done(false);
    this.network.close();
    await isOffline;
    await this.#broker.stop();
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) await this.simulated.run(RUN_MS);
  }

  #listen(): void {
    this.#broker.onMessage((message) => {
      const event = this.#messages.take(message);
      this.#stream.tell(event);
      if (event.about === "status") this.#tellMemory();
    });
    this.#stream.onEvent(({ type }) => {
      if (["message", "console", "pin", "part"].includes(type)) this.#jump?.done(true);
    });
    this.#pace.onStep = () => this.#stepped();
    this.#pace.onSlow = (times) =>
      this.#stream.tell(
        times === undefined
          ? { type: "told", text: "this computer keeps up again", isProblem: false }
          : {
              type: "told",
              text: `this computer does not keep up: the board's time goes ${times < 10 ? times.toFixed(1) : Math.round(times)} times as fast as the wall clock, and not ${this.#pace.speed} times`,
              isProblem: true,
            },
      );
  }

  #stepped(): void {
    const nowMs = this.#clockMs;
    if (nowMs - this.#toldAtMs >= TELL_MS) {
      this.#toldAtMs = nowMs;
      this.#inputs.tellMoved();
      this.#pins.tellLate();
    }
    const jump = this.#jump;
    if (jump !== undefined && (this.nowMs >= jump.untilMs || nowMs >= jump.wallUntilMs)) jump.done(false);
  }

  #inputsOf(devices: Devices): Inputs {
    devices.show((id, text) => {
      this.#parts.set(id, text);
      this.#stream.tell({ type: "part", id, text });
    });
    return new Inputs(
      devices.levers(),
      () => this.simulated.nowMs,
      (event) => this.#stream.tell(event),
    );
  }

  #described(): DeskBoard {
    const { config } = this.#program;
    return boardOf(config, { inputs: this.#inputs.all, faults: this.#faults.offered, speeds: SPEEDS });
  }

  #setSpeed(times: number): void {
    if (!(times >= 0 && times <= FASTEST))
      throw new UserError(`time goes 0 to ${FASTEST} times as fast, and not ${times}`);
    this.#pace.speed = times;
    this.#stream.tell({ type: "speed", times });
  }

  /** Resolves when something has happened. @throws UserError where nothing does for long */
  async #next(): Promise<void> {
    if (this.#jump !== undefined) return;
    const hasHappened = await new Promise<boolean>((resolve) => {
      this.#jump = {
        untilMs: this.nowMs + JUMP_BOARD_MS,
        wallUntilMs: this.#pace.wall.nowMs + JUMP_WALL_MS,
        done: (happened) => {
          this.#jump = undefined;
          this.#pace.isJumping = false;
          resolve(happened);
        },
      };
      this.#pace.isJumping = true;
    });
    if (!hasHappened) throw new UserError("nothing happens by itself for long: the board may have no power, or wait");
  }

  async #command(id: string, payload: string): Promise<void> {
    const actuator = this.#board.actuators.find((each) => each.id === id);
    if (actuator === undefined) {
      const ids = this.#board.actuators.map((each) => each.id);
      throw new UserError(
        ids.length === 0
          ? `${this.#board.name} has no actuators`
          : `there is no actuator "${id}"; there are: ${ids.join(", ")}`,
      );
    }
    const { commandTopic } = actuator;
    if (this.#program.config.commands !== undefined) await this.#signed.give(id, commandTopic, payload);
    else await this.#publish(commandTopic, payload, { qos: 1, retain: false });
  }

  async #publish(topic: string, payload: string, options: { qos: 0 | 1 | 2; retain: boolean }): Promise<void> {
    if (topic === "" || /[+#\u0000]/.test(topic)) throw new UserError(`"${topic}" is no topic to publish on`);
    if (this.#faults.on.includes("broker-away") && this.#broker instanceof EmbeddedBroker) {
      throw new UserError("the broker is away: bring it back first");
    }
    try {
      await this.#broker.publish(topic, payload, { qos: options.qos, retain: options.retain });
    } catch (error) {
      throw new UserError(`the broker did not take it: ${(error as Error).message}`);
    }
  }

  /** Tells what is in use: of Espruino what the build says, which the model then holds; NodeMCU's model reckons it by itself. */
  #tellMemory(): void {
    const { variables } = this.#program;
    const isOnline = this.#messages.last(this.#board.statusTopic) === "online";
    if (variables !== undefined && !this.#faults.on.includes("low-memory")) {
      this.simulated.memory.held = isOnline ? variables.connected : variables.boot;
    }
    const memory = this.#memory;
    if (memory !== undefined) this.#stream.tell(memory);
  }

  get #memory(): Extract<DeskEvent, { type: "memory" }> | undefined {
    const atMs = this.nowMs;
    const { heap } = this.simulated;
    if (heap !== undefined)
      return { atMs, type: "memory", used: heap.total - heap.free, total: heap.total, unit: "bytes" };
    if (this.#program.variables === undefined) return undefined;
    const { held, total } = this.simulated.memory;
    const used = this.simulated.isPowered ? held : 0;
    return { atMs, type: "memory", used, total, unit: "variables" };
  }
}
