import { isIPv4 } from "node:net";
import type { Air } from "../../air";
import type { HostValue, LuaFunction, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaFunction as Callback, LuaObject } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { integer, self, Slot, text } from "../arguments";
import type { Tasks } from "../tasks";

/** How long a name takes to be looked up, and how long until nobody has answered (lwIP asks four times). */
const LOOK_UP_MS = 10;
const UNANSWERED_MS = 14_000;

const EVENTS = ["dns", "receive", "sent"] as const;
type Event = (typeof EVENTS)[number];

interface Socket {
  readonly object: LuaObject;
  readonly callbacks: Record<Event, Slot>;
  /** Whether it has a connection of the network's stack: made by the first sending, and never given back. */
  isBound: boolean;
}

/**
 * The UDP sockets of the module `net` of branch dev-esp32. Only addresses are sent to, so names are looked up before. Closing one
 * fails (nodemcu/nodemcu-firmware #2876).
 */
export class Udp {
  /** Connections of the network's stack that are taken. */
  bound = 0;
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #class: LuaClass;
  /** The names that were looked up, by their addresses. */
  readonly #names = new Map<string, string>();
  #hasServerOfNames = false;
  #isStopped = false;

  constructor(air: Air, time: VirtualTime, tasks: Tasks) {
    this.#air = air;
    this.#time = time;
    this.#tasks = tasks;
    const get = (value: LuaValue): Socket => self<Socket>(value, this.#class);
    this.#class = new LuaClass("net.udpsocket", {
      on: (...args) => {
        const [socket, event, run] = args;
        const slot = get(socket).callbacks[text(event, 2) as Event];
        if (slot === undefined) throw new LuaError("invalid callback name");
        const isCallback = run instanceof Callback || (run === undefined && args.length >= 3);
        if (!isCallback) throw new LuaError("invalid callback function");
        slot.set(run as LuaFunction | undefined);
      },
      dns: (socket, host, run) => this.#lookUp(get(socket), text(host, 2), run),
      send: (socket, port, address, bytes) => this.#send(get(socket), port, address, bytes),
      close: () => {
        throw new LuaError("not connected");
      },
    });
  }

  create(): LuaObject {
    const callbacks = Object.fromEntries(EVENTS.map((event) => [event, new Slot()])) as Record<Event, Slot>;
    const socket = { callbacks, isBound: false } as unknown as Socket;
    (socket as { object: LuaObject }).object = new LuaObject(this.#class, socket);
    return socket.object;
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#isStopped = true;
  }

  #lookUp(socket: Socket, host: string, run: LuaValue): void {
    if (run instanceof Callback) socket.callbacks.dns.set(run);
    if (socket.callbacks.dns.held === undefined) throw new LuaError("no callback specified");
    if (this.#air.isUp) this.#hasServerOfNames = true;
    if (!isIPv4(host) && !this.#hasServerOfNames) throw new LuaError("illegal value");
    const isAnswered = isIPv4(host) || this.#air.isUp;
    this.#after(isIPv4(host) ? 0 : isAnswered ? LOOK_UP_MS : UNANSWERED_MS, () =>
      this.#call(socket, "dns", isAnswered ? this.#addressOf(host) : undefined),
    );
  }

  #addressOf(host: string): string {
    if (isIPv4(host)) return host;
    const known = [...this.#names].find(([, name]) => name === host);
    const address = known?.[0] ?? `203.0.113.${this.#names.size + 1}`;
    this.#names.set(address, host);
    return address;
  }

  #send(socket: Socket, portValue: LuaValue, addressValue: LuaValue, bytesValue: LuaValue): void {
    const port = integer(portValue, 2);
    if (port === 0) throw new LuaError("need port");
    const address = text(addressValue, 3);
    if (!isIPv4(address)) throw new LuaError("invalid IP address");
    const bytes = text(bytesValue, 4);
    if (bytes === "") throw new LuaError("no data to send");
    if (!socket.isBound) this.bound++;
    socket.isBound = true;
    this.#call(socket, "sent");
    if (this.#air.isDown) throw new LuaError("routing problem");
    const answer = this.#air.datagram(this.#names.get(address) ?? address, port, bytes, this.#time.nowMs);
    if (answer === undefined) return;
    this.#after(answer.afterMs, () => {
      if (this.#air.isUp) this.#call(socket, "receive", answer.bytes, port, address);
    });
  }

  #after(ms: number, happen: () => void): void {
    this.#time.after(ms, () => {
      if (!this.#isStopped) this.#tasks.post("high", happen);
    });
  }

  #call(socket: Socket, event: Event, ...rest: HostValue[]): void {
    const run = socket.callbacks[event].held;
    if (run !== undefined) this.#tasks.call(run, socket.object, ...rest);
  }
}
