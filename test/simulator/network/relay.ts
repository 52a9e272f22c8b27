/** What the relay is asked to do with the socket of one connection. */
export type RelayRequest =
  | { id: number; host: string; port: number; outcome: Int32Array }
  | { id: number; bytes: string }
  | { id: number; finish: "end" | "reset" }
  /** To be answered once everything written is with the system, and everything that has come is reported. */
  | { sync: number };

/** What the relay tells of the socket of one connection. */
export type RelayReport = { id: number; bytes: string } | { id: number; ending: "ended" | "reset" } | { sync: number };

/** What the relay writes where the main thread waits; 0 while it is not known yet. */
export const outcomes = { connected: 1, refused: 2, "unknown host": 3, "timed out": 4 } as const;

/**
 * The body of the thread that owns the TCP sockets. It runs as text in a worker, so it names nothing outside itself but
 * Node's `require`.
 */
export function relay(codes: typeof outcomes, connectTimeoutMs: number): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the text of this function is run, not this module
  const { connect } = require("node:net") as typeof import("node:net");
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parentPort } = require("node:worker_threads") as typeof import("node:worker_threads");
  const sockets = new Map<number, import("node:net").Socket>();
  const report = (message: RelayReport): void => parentPort!.postMessage(message);

  const open = (id: number, host: string, port: number, outcome: Int32Array): void => {
    let isConnected = false;
    let failed = false;
    const tell = (code: number): void => {
      Atomics.store(outcome, 0, code);
      Atomics.notify(outcome, 0);
    };
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(() => {
      tell(codes["timed out"]);
      socket.destroy();
    }, connectTimeoutMs);
    sockets.set(id, socket);
    socket.on("connect", () => {
      isConnected = true;
      clearTimeout(timer);
      tell(codes.connected);
    });
    socket.on("data", (chunk) => report({ id, bytes: chunk.toString("latin1") }));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      failed = true;
      clearTimeout(timer);
      // A host or network that cannot be reached fails as a refusal does: at once.
      const isUnknown = error.code === "ENOTFOUND" || error.code === "EAI_AGAIN";
      const late = error.code === "ETIMEDOUT" ? codes["timed out"] : codes.refused;
      if (!isConnected) tell(isUnknown ? codes["unknown host"] : late);
    });
    socket.on("close", () => {
      clearTimeout(timer);
      sockets.delete(id);
      if (isConnected) report({ id, ending: failed ? "reset" : "ended" });
    });
  };

  const sync = (number: number): void => {
    if ([...sockets.values()].some((socket) => socket.writableLength > 0 && !socket.destroyed)) {
      setTimeout(() => sync(number), 1);
    } else {
      // Two turns of the event loop: in between, sockets that can be read are.
      setImmediate(() => setImmediate(() => report({ sync: number })));
    }
  };

  parentPort!.on("message", (request: RelayRequest) => {
    if ("sync" in request) {
      sync(request.sync);
    } else if ("outcome" in request) {
      open(request.id, request.host, request.port, request.outcome);
    } else if ("bytes" in request) {
      sockets.get(request.id)?.write(request.bytes, "latin1");
    } else if (request.finish === "end") {
      sockets.get(request.id)?.end();
    } else {
      sockets.get(request.id)?.resetAndDestroy();
    }
  });
}
