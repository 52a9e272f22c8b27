import type { Air, WirelessLink } from "../../air";
import type { HostValue, LuaFunction, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaFunction as Callback, LuaObject } from "../../lua/vm";
import { LEASED } from "../../station";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, integer, optionalInteger, self, Slot, text } from "../arguments";
import type { Tasks } from "../tasks";

const TCP = 1;
const UDP = 2;
/** What one TCP segment carries, and with it one `receive` (TCP_MSS of the ESP32's lwIP). */
const SEGMENT_BYTES = 1440;
/** What lwIP keeps until it is acknowledged: TCP_SND_BUF. */
const SEND_BUFFER_BYTES = 5744;
/** How long a name takes to be looked up. */
const LOOK_UP_MS = 10;
/** Every host's: in the simulator's network hosts have names and no addresses. */
const ADDRESS = "192.168.1.2";
/** From a segment's arrival to the moment that the chip knows of it. */
const ACKNOWLEDGEMENT_MS = 5;
/** lwIP's err_t, as `disconnection` tells them. */
const ERRORS = { refused: -14, "timed out": -13, reset: -14 } as const;

const EVENTS = ["connection", "disconnection", "reconnection", "dns", "receive", "sent"] as const;
type Event = (typeof EVENTS)[number];

interface Socket {
  readonly object: LuaObject;
  readonly callbacks: Record<Event, Slot>;
  /** "idle": connect may be called. "lost": the peer is gone, `close` has not been called. */
  state: "idle" | "connecting" | "open" | "lost";
  /** Made anew by each connect: what belongs to an earlier connection is late. */
  attempt: number;
  link: WirelessLink | undefined;
  /** Bytes written on the connection. */
  written: number;
  /** How many bytes had been written at the end of each segment that is not acknowledged yet. */
  unacknowledged: number[];
  acknowledged: number;
  /** The segments of those that reached the peer: their acknowledgement is on its way. */
  reached: number;
  isHeld: boolean;
}

/** The module `net` of branch dev-esp32: TCP clients. */
export class Net {
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #class: LuaClass;
  readonly #open = new Set<Socket>();
  #isStopped = false;
  readonly module: { readonly [name: string]: HostValue };

  constructor(air: Air, time: VirtualTime, tasks: Tasks) {
    this.#air = air;
    this.#time = time;
    this.#tasks = tasks;
    const get = (value: LuaValue): Socket => self<Socket>(value, this.#class);
    this.#class = new LuaClass("net.tcpsocket", {
      connect: (socket, port, host) => this.#connect(get(socket), port, host),
      on: (...args) => {
        const [socket, event, run] = args;
        const slot = get(socket).callbacks[text(event, 2) as Event];
        if (slot === undefined) throw new LuaError("invalid callback name");
        // Nothing is not nil.
        const isCallback = run instanceof Callback || (run === undefined && args.length >= 3);
        if (!isCallback) throw new LuaError("invalid callback function");
        slot.set(run as LuaFunction | undefined);
      },
      send: (socket, bytes, run) => this.#send(get(socket), bytes, run),
      hold: (socket) => void (get(socket).isHeld = true),
      unhold: (socket) => void (get(socket).isHeld = false),
      getpeer: (value) => (get(value).state === "open" ? [1883, "192.168.1.2"] : [undefined, undefined]),
      getaddr: (value) => (get(value).state === "open" ? [50_000, LEASED.ip] : [undefined, undefined]),
      close: (value) => {
        const socket = get(value);
        if (socket.state === "idle") throw new LuaError("not connected");
        this.#drop(socket, "idle");
      },
    });
    this.module = {
      TCP,
      UDP,
      createConnection: (type, secure) => {
        if (optionalInteger(type, 1, TCP) !== TCP) throw badArgument(1, "only TCP is modelled");
        if (optionalInteger(secure, 2, 0) !== 0) throw new LuaError("secure connections not enabled");
        return this.#create();
      },
    };
  }

  #create(): LuaObject {
    const callbacks = Object.fromEntries(EVENTS.map((event) => [event, new Slot()])) as Record<Event, Slot>;
    const socket = {
      callbacks,
      state: "idle",
      attempt: 0,
      link: undefined,
      written: 0,
      unacknowledged: [],
      acknowledged: 0,
      reached: 0,
      isHeld: false,
    } as unknown as Socket;
    (socket as { object: LuaObject }).object = new LuaObject(this.#class, socket);
    return socket.object;
  }

  /** Looks at every connection once; @returns whether anything came */
  idle(): boolean {
    let hasMoved = false;
    for (const socket of [...this.#open]) hasMoved = this.#poll(socket) || hasMoved;
    return hasMoved;
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#isStopped = true;
    this.#open.clear();
  }

  #connect(socket: Socket, portValue: LuaValue, hostValue: LuaValue): void {
    if (socket.state !== "idle") throw new LuaError("already connected");
    const port = integer(portValue, 2) & 0xffff;
    if (port === 0) throw new LuaError("specify port");
    const host = hostValue === undefined ? "127.0.0.1" : text(hostValue, 3);
    socket.state = "connecting";
    const attempt = ++socket.attempt;
    const isAddress = /^[\d.]+$/.test(host);
    this.#time.after(isAddress ? 0 : LOOK_UP_MS, () => {
      if (this.#isStopped || socket.attempt !== attempt || socket.state !== "connecting") return;
      this.#reach(socket, host, port);
    });
  }

  /** The address is known, or will not be. */
  #reach(socket: Socket, host: string, port: number): void {
    const { attempt } = socket;
    // Without an address of its own the chip has no route: nobody is told.
    if (this.#air.isDown) return;
    const outcome = this.#air.connect(host, port, this.#time.nowMs);
    const isKnown = !("failure" in outcome && outcome.failure === "unknown host");
    // As ldnsfound_cb, also for what is an address already.
    this.#tasks.post("medium", () => {
      if (socket.attempt === attempt && socket.state !== "idle")
        this.#call(socket, "dns", attempt, isKnown ? ADDRESS : undefined);
    });
    // A name that nobody knows becomes 0.0.0.0, and connecting to that fails without an event.
    if (!isKnown) return;
    this.#time.after(outcome.blockedMs, () => {
      if (this.#isStopped) return;
      if (socket.attempt !== attempt || socket.state !== "connecting") {
        if ("link" in outcome) this.#air.close(outcome.link, this.#time.nowMs);
        return;
      }
      if ("failure" in outcome) {
        this.#lost(socket, ERRORS[outcome.failure as keyof typeof ERRORS]);
        return;
      }
      socket.link = outcome.link;
      socket.state = "open";
      this.#open.add(socket);
      this.#tasks.post("medium", () => {
        if (socket.attempt === attempt && socket.state !== "idle") this.#call(socket, "connection");
      });
    });
  }

  #send(socket: Socket, bytesValue: LuaValue, run: LuaValue): void {
    const bytes = text(bytesValue, 2);
    if (bytes === "") throw new LuaError("no data to send");
    if (run instanceof Callback) socket.callbacks.sent.set(run);
    if (socket.state !== "open" || socket.link === undefined) throw new LuaError("not connected");
    const waiting = socket.written - socket.acknowledged;
    const fitting = bytes.slice(0, SEND_BUFFER_BYTES - waiting);
    const taken = this.#air.write(socket.link, fitting, this.#time.nowMs);
    for (let sent = 0; sent < taken;) {
      const segment = Math.min(SEGMENT_BYTES, taken - sent);
      sent += segment;
      socket.written += segment;
      socket.unacknowledged.push(socket.written);
    }
    // What did fit is on its way all the same.
    if (taken < bytes.length) throw new LuaError("buffer error");
  }

  #poll(socket: Socket): boolean {
    const { link, attempt } = socket;
    if (link === undefined || socket.state !== "open") return false;
    const { nowMs } = this.#time;
    let hasMoved = false;
    const delivered = this.#air.delivered(link, nowMs, socket.written);
    while (socket.reached < socket.unacknowledged.length && delivered >= socket.unacknowledged[socket.reached]) {
      socket.reached++;
      hasMoved = true;
      this.#time.after(ACKNOWLEDGEMENT_MS, () => this.#acknowledged(socket, attempt));
    }
    if (socket.isHeld) return hasMoved;
    const bytes = this.#air.read(link, SEGMENT_BYTES, nowMs);
    if (bytes !== "") {
      this.#tasks.post("high", () => {
        if (socket.attempt === attempt && socket.state !== "idle") this.#call(socket, "receive", attempt, bytes);
      });
      return true;
    }
    const state = this.#air.state(link, nowMs);
    if (state === "open") return hasMoved;
    this.#lost(socket, state === "reset" ? ERRORS.reset : 0);
    return true;
  }

  /** The oldest segment is acknowledged: each one is told, also where a send was cut into several. */
  #acknowledged(socket: Socket, attempt: number): void {
    if (this.#isStopped || socket.attempt !== attempt || socket.state !== "open") return;
    socket.reached--;
    socket.acknowledged = socket.unacknowledged.shift() ?? socket.written;
    // Late where the socket is closed meanwhile: then the callback gets no socket.
    this.#tasks.post("medium", () => this.#call(socket, "sent", attempt));
  }

  #call(socket: Socket, event: Event, attempt = socket.attempt, ...rest: HostValue[]): void {
    const run = socket.callbacks[event].held;
    if (run === undefined) return;
    const isThere = socket.attempt === attempt && socket.state !== "idle";
    const told = isThere ? socket.object : undefined;
    if (event === "receive") this.#tasks.callAs("data", run, told, ...rest);
    else this.#tasks.call(run, told, ...rest);
  }

  /** The peer is gone, or was never reached. */
  #lost(socket: Socket, error: number): void {
    const { attempt } = socket;
    this.#drop(socket, "lost");
    this.#tasks.post("medium", () => {
      if (socket.attempt !== attempt || socket.state !== "lost") return;
      const hasReconnection = error !== 0 && socket.callbacks.reconnection.held !== undefined;
      this.#call(socket, hasReconnection ? "reconnection" : "disconnection", attempt, error);
    });
  }

  #drop(socket: Socket, state: "idle" | "lost"): void {
    this.#open.delete(socket);
    if (socket.link !== undefined) this.#air.close(socket.link, this.#time.nowMs);
    socket.link = undefined;
    socket.written = socket.acknowledged = socket.reached = 0;
    socket.unacknowledged = [];
    socket.isHeld = false;
    socket.state = state;
  }
}
