import type { Air } from "../../air";
import type { HostValue, LuaFunction, LuaObject, LuaValue } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { Slot, text } from "../arguments";
import type { Tasks } from "../tasks";
import type { Names } from "./names";

export const TCP_EVENTS = ["connection", "disconnection", "reconnection", "dns", "receive", "sent"] as const;
export const UDP_EVENTS = ["dns", "receive", "sent"] as const;
export type SocketEvent = (typeof TCP_EVENTS)[number];

/** What sockets need of the chip and its engine. */
export interface SocketsHost {
  readonly air: Air;
  readonly time: VirtualTime;
  readonly tasks: Tasks;
  readonly names: Names;
  /** Called with an error that came out of a listener. */
  panic(error: LuaError): void;
}

/** The listeners of a socket, which net.c calls with nothing around them: an error in one is a panic, and the watchdog's affair. */
export class Listeners {
  readonly #slots: ReadonlyMap<SocketEvent, Slot>;
  readonly #tasks: Tasks;
  readonly #panic: (error: LuaError) => void;
  #object: LuaObject | undefined;

  constructor(events: readonly SocketEvent[], tasks: Tasks, panic: (error: LuaError) => void) {
    this.#slots = new Map(events.map((event) => [event, new Slot()]));
    this.#tasks = tasks;
    this.#panic = panic;
  }

  /** What the listeners get first. */
  bind(object: LuaObject): LuaObject {
    this.#object = object;
    return object;
  }

  has(event: SocketEvent): boolean {
    return this.#slots.get(event)?.held !== undefined;
  }

  set(event: SocketEvent, run: LuaFunction): void {
    this.#slots.get(event)?.set(run);
  }

  /** The method `on`, from the event on. */
  on(args: readonly LuaValue[]): void {
    const [event, run] = args;
    const slot = this.#slots.get(text(event, 2) as SocketEvent);
    if (slot === undefined) throw new LuaError("invalid callback name");
    // Nothing is not nil.
    const isCallback = run instanceof Callback || (run === undefined && args.length >= 2);
    if (!isCallback) throw new LuaError("invalid callback function");
    slot.set(run as LuaFunction | undefined);
  }

  call(event: SocketEvent, ...rest: HostValue[]): void {
    const run = this.#slots.get(event)?.held;
    if (run === undefined) return;
    const kind = event === "receive" ? "data" : undefined;
    this.#tasks.callUnprotected(kind, this.#panic, run, this.#object, ...rest);
  }
}
