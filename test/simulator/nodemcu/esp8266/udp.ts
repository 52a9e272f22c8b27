import { isIPv4 } from "node:net";
import type { Air } from "../../air";
import type { LuaFunction, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaFunction as Callback, LuaObject } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { self, text } from "../arguments";
import type { Tasks } from "../tasks";
import type { Names } from "./names";
import { integer } from "./numbers";
import { Listeners, UDP_EVENTS, type SocketsHost } from "./sockets";

interface Socket {
  readonly listeners: Listeners;
  /** Whether it has a port, which the first sending gives it. */
  isBound: boolean;
}

/** UDP sockets of the module `net` of branch release: only addresses are sent to, so names are looked up before. */
export class Udp {
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #names: Names;
  readonly #panic: (error: LuaError) => void;
  readonly kind: LuaClass;
  #isStopped = false;

  constructor({ air, time, tasks, names, panic }: SocketsHost) {
    this.#air = air;
    this.#time = time;
    this.#tasks = tasks;
    this.#names = names;
    this.#panic = panic;
    const get = (value: LuaValue): Socket => self<Socket>(value, this.kind);
    this.kind = new LuaClass("net.udpsocket", {
      on: (socket, ...args) => get(socket).listeners.on(args),
      dns: (socket, host, run) => this.#lookUp(get(socket), text(host, 2), run),
      listen: (value) => {
        if (get(value).isBound) throw new LuaError("already listening");
        get(value).isBound = true;
      },
      send: (socket, ...args) => this.#send(get(socket), args),
      close: (value) => {
        if (!get(value).isBound) throw new LuaError("not connected");
        get(value).isBound = false;
      },
    });
  }

  create(): LuaObject {
    const listeners = new Listeners(UDP_EVENTS, this.#tasks, this.#panic);
    const socket: Socket = { listeners, isBound: false };
    return listeners.bind(new LuaObject(this.kind, socket));
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#isStopped = true;
  }

  #lookUp(socket: Socket, host: string, run: LuaValue): void {
    if (run instanceof Callback) socket.listeners.set("dns", run);
    if (!socket.listeners.has("dns")) throw new LuaError("no callback specified");
    if (isIPv4(host)) {
      socket.listeners.call("dns", host);
      return;
    }
    this.#names.resolve(host, true, (address) => this.#soon(() => socket.listeners.call("dns", address)));
  }

  /** @param args port, address, bytes, and what to call when they are sent */
  #send(socket: Socket, args: readonly LuaValue[]): void {
    const port = integer(args[0], 2) & 0xffff;
    if (port === 0) throw new LuaError("need port");
    const address = text(args[1], 3);
    if (!isIPv4(address)) throw new LuaError("invalid IP address");
    const bytes = text(args[2], 4);
    const run = args[3];
    if (bytes === "") throw new LuaError("no data to send");
    if (run instanceof Callback) socket.listeners.set("sent", run as LuaFunction);
    socket.isBound = true;
    socket.listeners.call("sent");
    if (this.#air.isDown) throw new LuaError("routing problem");
    const answer = this.#air.datagram(this.#names.hostAt(address), port, bytes, this.#time.nowMs);
    if (answer === undefined) return;
    this.#time.after(answer.afterMs, () =>
      this.#soon(() => {
        if (this.#air.isUp && socket.isBound) socket.listeners.call("receive", answer.bytes, port, address);
      }),
    );
  }

  #soon(happen: () => void): void {
    if (!this.#isStopped) this.#tasks.interrupt(happen);
  }
}
