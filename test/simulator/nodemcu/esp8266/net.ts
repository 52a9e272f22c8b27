import { isIPv4 } from "node:net";
import type { Air, WirelessLink } from "../../air";
import type { HostValue, LuaFunction, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaFunction as Callback, LuaObject } from "../../lua/vm";
import { LEASED } from "../../station";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, self, text } from "../arguments";
import type { Tasks } from "../tasks";
import type { Names } from "./names";
import { integer } from "./numbers";
import { Listeners, TCP_EVENTS, type SocketEvent, type SocketsHost } from "./sockets";

/** TCP_MSS, TCP_SND_BUF and TCP_WND (app/include/lwipopts.h, app/lwip/core/init.c). */
const SEGMENT_BYTES = 1460;
const SEND_BUFFER_BYTES = 2 * SEGMENT_BYTES;
const WINDOW_BYTES = 4 * SEGMENT_BYTES;
/** lwIP's slow timer, which sends what was written meanwhile: TCP_SLOW_INTERVAL. */
const SLOW_TIMER_MS = 250;
/** Six repetitions of a SYN, one a second, and one tick more until that is found to be enough. */
const UNANSWERED_MS = 6250;
/** From a segment's arrival to the moment that the chip knows of it. */
const ACKNOWLEDGEMENT_MS = 5;
/** lwIP's err_t, as `disconnection` tells them: ERR_RST, ERR_ABRT. */
const [RESET, ABORTED] = [-9, -8];

/** "none": lwIP has no control block for it. "closed": it has one, which waits for an address or has found no way. */
type State = "none" | "closed" | "connecting" | "open";

interface Socket {
  readonly listeners: Listeners;
  state: State;
  /** Made anew by each connect and close: what belongs to an earlier connection is late. */
  attempt: number;
  /** Look-ups on their way. */
  lookUps: number;
  /** Whether net.c holds the object, without which it tells it nothing (self_ref). */
  isHeldByModule: boolean;
  port: number;
  link: WirelessLink | undefined;
  /** Written by the program, and kept by lwIP: sent with its next occasion. */
  unsent: string;
  /** Bytes on their way, and those of them that have arrived. */
  sent: number;
  arrived: number;
  acknowledged: number;
  /** While it is held: what its window still lets through. */
  window: number | undefined;
}

/** TCP sockets of the module `net` of branch release (app/modules/net.c on lwIP's raw interface). */
export class Net {
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #names: Names;
  readonly #panic: (error: LuaError) => void;
  readonly kind: LuaClass;
  readonly #open = new Set<Socket>();
  readonly #bootMs: number;
  #isStopped = false;

  constructor({ air, time, tasks, names, panic }: SocketsHost) {
    this.#air = air;
    this.#time = time;
    this.#tasks = tasks;
    this.#names = names;
    this.#panic = panic;
    this.#bootMs = time.nowMs;
    const get = (value: LuaValue): Socket => self<Socket>(value, this.kind);
    this.kind = new LuaClass("net.tcpsocket", {
      connect: (socket, port, host, ...more) => this.#connect(get(socket), port, host, more),
      on: (socket, ...args) => get(socket).listeners.on(args),
      send: (socket, bytes, run) => this.#send(get(socket), bytes, run),
      close: (value) => {
        const socket = get(value);
        if (socket.state === "none") throw new LuaError("not connected");
        this.#close(socket);
        if (socket.lookUps === 0) socket.isHeldByModule = false;
      },
      hold: (value) => {
        const socket = get(value);
        if (socket.state !== "none") socket.window ??= WINDOW_BYTES;
      },
      unhold: (value) => void (get(value).window = undefined),
      dns: (socket, host, run) => this.#lookUp(get(socket), text(host, 2), run),
      getpeer: (value) => (get(value).state === "open" ? [get(value).port, "192.168.1.2"] : [undefined, undefined]),
      getaddr: (value) => (get(value).state === "open" ? [50_000, LEASED.ip] : [undefined, undefined]),
    });
  }

  create(): LuaObject {
    const listeners = new Listeners(TCP_EVENTS, this.#tasks, this.#panic);
    const socket: Socket = {
      listeners,
      state: "none",
      attempt: 0,
      lookUps: 0,
      isHeldByModule: false,
      port: 0,
      link: undefined,
      unsent: "",
      sent: 0,
      arrived: 0,
      acknowledged: 0,
      window: undefined,
    };
    return listeners.bind(new LuaObject(this.kind, socket));
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

  #connect(socket: Socket, portValue: LuaValue, hostValue: LuaValue, more: readonly LuaValue[]): void {
    if (socket.state !== "none") throw new LuaError("already connected");
    const port = integer(portValue, 2) & 0xffff;
    if (port === 0) throw new LuaError("specify port");
    const host = typeof hostValue === "string" ? hostValue : "127.0.0.1";
    if (more.length > 0) {
      if (!(more[0] instanceof Callback)) throw badArgument(4, "not a function");
      socket.listeners.set("connection", more[0]);
    }
    Object.assign(socket, { state: "closed", port, isHeldByModule: true, attempt: socket.attempt + 1 });
    const { attempt } = socket;
    if (isIPv4(host)) {
      socket.listeners.call("dns", host);
      if (this.#isCurrent(socket, attempt)) this.#reach(socket, this.#names.hostAt(host));
      return;
    }
    socket.lookUps++;
    // Who knows the name, and who answers there, is one question to the network.
    const outcome = this.#air.isUp ? this.#air.connect(host, port, this.#time.nowMs) : undefined;
    const isKnown = outcome !== undefined && !("failure" in outcome && outcome.failure === "unknown host");
    this.#names.resolve(host, isKnown, (address) => {
      this.#found(socket, address);
      if (this.#isCurrent(socket, attempt)) this.#reach(socket, address === undefined ? undefined : host, outcome);
      else if (outcome !== undefined && "link" in outcome) this.#air.close(outcome.link, this.#time.nowMs);
    });
  }

  #lookUp(socket: Socket, host: string, run: LuaValue): void {
    if (run instanceof Callback) socket.listeners.set("dns", run);
    if (!socket.listeners.has("dns")) throw new LuaError("no callback specified");
    socket.isHeldByModule = true;
    if (isIPv4(host)) {
      socket.listeners.call("dns", host);
      return;
    }
    socket.lookUps++;
    this.#names.resolve(host, true, (address) => this.#found(socket, address));
  }

  /** As net_dns_cb: a name is found, or not. */
  #found(socket: Socket, address: string | undefined): void {
    if (this.#isStopped) return;
    socket.lookUps--;
    this.#tasks.interrupt(() => {
      if (socket.isHeldByModule) socket.listeners.call("dns", address);
      if (socket.state === "none" && socket.lookUps === 0) socket.isHeldByModule = false;
    });
  }

  #isCurrent(socket: Socket, attempt: number): boolean {
    return !this.#isStopped && socket.attempt === attempt && socket.state !== "none";
  }

  /**
   * The address is known. A name that was not found becomes 255.255.255.255, from where nobody answers.
   * @param outcome What came of connecting, where that is known already
   */
  #reach(socket: Socket, host: string | undefined, outcome?: ReturnType<Air["connect"]>): void {
    // Without an address of its own the chip has no way there: nobody is told, and the control block stays.
    if (this.#air.isDown) return;
    socket.state = "connecting";
    const { attempt } = socket;
    const isHeard = this.#air.isUp && host !== undefined;
    const reached = isHeard ? (outcome ?? this.#air.connect(host, socket.port, this.#time.nowMs)) : undefined;
    const isAnswered = reached !== undefined && !("failure" in reached && reached.failure !== "refused");
    this.#time.after(isAnswered ? reached.blockedMs : UNANSWERED_MS, () => {
      const link = reached !== undefined && "link" in reached ? reached.link : undefined;
      if (!this.#isCurrent(socket, attempt)) {
        if (link !== undefined) this.#air.close(link, this.#time.nowMs);
      } else if (link === undefined) this.#lost(socket, isAnswered ? RESET : ABORTED);
      else {
        socket.link = link;
        socket.state = "open";
        this.#open.add(socket);
        this.#arrive(socket, "connection");
      }
    });
  }

  /** A segment came: its listener is called, then what that has written leaves at once. */
  #arrive(socket: Socket, event: SocketEvent, ...rest: HostValue[]): void {
    const { attempt } = socket;
    this.#tasks.interrupt(() => {
      if (!this.#isCurrent(socket, attempt)) return;
      if (socket.isHeldByModule) socket.listeners.call(event, ...rest);
      if (this.#isCurrent(socket, attempt)) this.#output(socket);
    });
  }

  #send(socket: Socket, bytesValue: LuaValue, run: LuaValue): void {
    const bytes = text(bytesValue, 2);
    if (bytes === "") throw new LuaError("no data to send");
    if (run instanceof Callback) socket.listeners.set("sent", run as LuaFunction);
    if (socket.state === "none" || socket.state === "closed" || !socket.isHeldByModule)
      throw new LuaError("not connected");
    const kept = socket.unsent.length + socket.sent - socket.acknowledged;
    // All or nothing.
    if (bytes.length > SEND_BUFFER_BYTES - kept) throw new LuaError("out of memory");
    socket.unsent += bytes;
    if (socket.unsent.length === bytes.length) this.#outputLater(socket);
  }

  /** tcp_write sends nothing itself: the slow timer does, unless a segment comes before it. */
  #outputLater(socket: Socket): void {
    const { attempt } = socket;
    const sinceTickMs = (this.#time.nowMs - this.#bootMs) % SLOW_TIMER_MS;
    this.#time.after(SLOW_TIMER_MS - sinceTickMs, () => {
      if (this.#isCurrent(socket, attempt)) this.#output(socket);
    });
  }

  /** Nagle's algorithm: less than a segment waits until all that was sent is acknowledged. */
  #output(socket: Socket): void {
    if (socket.link === undefined) return;
    const isIdle = socket.sent === socket.acknowledged;
    const { length } = socket.unsent;
    const count = isIdle ? length : length - (length % SEGMENT_BYTES);
    if (count === 0) return;
    const taken = this.#air.write(socket.link, socket.unsent.slice(0, count), this.#time.nowMs);
    socket.unsent = socket.unsent.slice(taken);
    socket.sent += taken;
    if (socket.unsent !== "") this.#outputLater(socket);
  }

  #poll(socket: Socket): boolean {
    const { link, attempt } = socket;
    if (link === undefined || socket.state !== "open") return false;
    const { nowMs } = this.#time;
    let hasMoved = false;
    const delivered = Math.min(socket.sent, this.#air.delivered(link, nowMs, socket.sent));
    if (delivered > socket.arrived) {
      socket.arrived = delivered;
      hasMoved = true;
      // One acknowledgement of all that came, and one `sent` for it.
      this.#time.after(ACKNOWLEDGEMENT_MS, () => {
        if (!this.#isCurrent(socket, attempt) || socket.acknowledged >= delivered) return;
        socket.acknowledged = delivered;
        this.#arrive(socket, "sent");
      });
    }
    const room = Math.min(SEGMENT_BYTES, socket.window ?? SEGMENT_BYTES);
    const bytes = room > 0 ? this.#air.read(link, room, nowMs) : "";
    if (bytes !== "") {
      if (socket.window !== undefined) socket.window -= bytes.length;
      this.#arrive(socket, "receive", bytes);
      return true;
    }
    const state = room > 0 ? this.#air.state(link, nowMs) : "open";
    if (state === "open") return hasMoved;
    this.#lost(socket, state === "reset" ? RESET : 0);
    return true;
  }

  /** As net_err_cb: the peer is gone, or was never reached. */
  #lost(socket: Socket, error: number): void {
    this.#close(socket);
    const { attempt } = socket;
    this.#tasks.interrupt(() => {
      if (this.#isStopped || socket.attempt !== attempt || !socket.isHeldByModule) return;
      const hasReconnection = error !== 0 && socket.listeners.has("reconnection");
      socket.listeners.call(hasReconnection ? "reconnection" : "disconnection", error);
      // Also where the listener has connected it anew, to an address: then nothing more is told of it.
      if (socket.lookUps === 0) socket.isHeldByModule = false;
    });
  }

  /** Frees the control block. What was written still leaves. */
  #close(socket: Socket): void {
    this.#open.delete(socket);
    const { link } = socket;
    if (link !== undefined) {
      if (socket.unsent !== "") this.#air.write(link, socket.unsent, this.#time.nowMs);
      this.#air.close(link, this.#time.nowMs);
    }
    socket.attempt++;
    Object.assign(socket, {
      state: "none",
      link: undefined,
      unsent: "",
      sent: 0,
      arrived: 0,
      acknowledged: 0,
      window: undefined,
    });
  }
}
