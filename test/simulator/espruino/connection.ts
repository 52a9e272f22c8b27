import type { WirelessLink } from "../air";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/** The engine's side of one `Socket` object. What firmware can see or change (`dSnd`, listeners) stands in the object. */
export interface Connection {
  readonly socket: Record<string, unknown>;
  link: WirelessLink | undefined;
  isConnected: boolean;
  /** `end` was called: close once everything is sent. */
  isEnding: boolean;
  /** Close in the next pass. */
  isEnded: boolean;
  /** Received, and not taken by a listener or the buffer when it came. */
  received: string;
  /** `received` is delivered in every pass. */
  isRepeating: boolean;
  /** Data kept for a listener that comes later. */
  kept: string | undefined;
}

/**
 * Makes a `Socket` object, and what the engine keeps beside it.
 * @param room how many more characters may wait, in all sockets together
 */
export function newConnection(callbacks: Callbacks, { newObject, Error }: Intrinsics, room: () => number): Connection {
  const native = (run: (...args: never[]) => unknown): unknown => callbacks.native(run);
  const socket = newObject();
  const connection: Connection = {
    socket,
    link: undefined,
    isConnected: false,
    isEnding: false,
    isEnded: false,
    received: "",
    isRepeating: false,
    kept: undefined,
  };
  const write = (data: unknown): boolean => {
    if (connection.isEnding || connection.isEnded) throw new Error("This socket is closed");
    const text = toText(data);
    const pending = pendingOf(socket);
    // Out of memory while appending: the rest is not there, and nobody is told.
    const fitting = pending + text.slice(0, room());
    socket.dSnd = fitting;
    return false;
  };
  define(socket, "write", native(write));
  define(
    socket,
    "end",
    native((data: unknown) => {
      if (data !== undefined) write(data);
      if (pendingOf(socket) === "") connection.isEnded = true;
      connection.isEnding = true;
    }),
  );
  define(
    socket,
    "available",
    native(() => (connection.kept ?? "").length),
  );
  define(
    socket,
    "read",
    native((count: unknown) => {
      const all = connection.kept ?? "";
      const taken = Number(count) > 0 ? all.slice(0, Number(count)) : all;
      connection.kept = taken.length < all.length ? all.slice(taken.length) : undefined;
      return taken;
    }),
  );
  return connection;
}

export function define(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
}

/** What waits to be sent. */
export function pendingOf(socket: Record<string, unknown>): string {
  return typeof socket.dSnd === "string" ? socket.dSnd : "";
}

/** As the engine makes text of what it is given: a typed array becomes "65,66". */
function toText(data: unknown): string {
  return data === undefined ? "" : String(data);
}
