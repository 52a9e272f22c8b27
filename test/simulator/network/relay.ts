import type { ClientIdentity } from "./network";

/** What the relay is asked to do with the socket of one connection. */
export type RelayRequest =
  | { id: number; host: string; port: number; outcome: Int32Array; tls?: ClientIdentity }
  | { id: number; bytes: string }
  | { id: number; finish: "end" | "reset" }
  /** To be answered once everything written is with the system, and everything that has come is reported. */
  | { sync: number };

/** What the relay tells of the socket of one connection. */
export type RelayReport =
  | { id: number; bytes: string }
  | { id: number; handshake: number }
  | { id: number; ending: "ended" | "left" | "reset" }
  | { sync: number };

/** What the relay writes where the main thread waits; 0 while it is not known yet. */
export const outcomes = { connected: 1, refused: 2, "unknown host": 3, "timed out": 4 } as const;

/**
 * The body of the thread that owns the TCP sockets. It runs as text in a worker, so it names nothing outside itself but
 * Node's `require`.
 */
export function relay(codes: typeof outcomes, connectTimeoutMs: number): void {
  /** A handshake is waited for by `sync` no longer than this: the peer may speak no TLS. */
  const longestHandshakeMs = 1_000;
  /** The cipher suites of Espruino's mbedTLS (libs/crypto/mbedtls/config.h): RSA alone, no elliptic curves. */
  const ciphers =
    "AES256-GCM-SHA384:AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:AES256-SHA256:AES128-SHA256";
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the text of this function is run, not this module
  const { connect } = require("node:net") as typeof import("node:net");
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createPrivateKey } = require("node:crypto") as typeof import("node:crypto");
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Duplex } = require("node:stream") as typeof import("node:stream");
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const tlsModule = require("node:tls") as typeof import("node:tls");
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parentPort } = require("node:worker_threads") as typeof import("node:worker_threads");
  const sockets = new Map<number, import("node:net").Socket>();
  /** Those of the sockets that speak TLS. */
  const streams = new Map<number, import("node:tls").TLSSocket>();
  /** When handshakes under way began, by connection. */
  const handshakes = new Map<number, number>();
  const report = (message: RelayReport): void => parentPort!.postMessage(message);

  /** mbedTLS's code for what Node says of a failed handshake. */
  const errorCode = (error: NodeJS.ErrnoException): number => {
    if (/ALERT/.test(error.code ?? "")) return -0x7780;
    if (/WRONG_VERSION|PACKET_LENGTH|RECORD|HTTP_REQUEST/.test(error.code ?? "")) return -0x7200;
    return -1;
  };

  /** TLS on a socket that is connected. Tells of everything but what befalls the socket itself. */
  const secure = (
    id: number,
    socket: import("node:net").Socket,
    identity: ClientIdentity,
    closed: (ending: "ended" | "left" | "reset" | undefined) => void,
  ): void => {
    let recordType = 0;
    let header = "";
    let left = 0;
    let isShaken = false;
    let hasFailed = false;
    // Only the records tell whether the peer said that it closes: an alert (21) is the last of them (RFC 5246 §6.2.1).
    const watchRecords = (chunk: Buffer): void => {
      for (let at = 0; at < chunk.length;) {
        if (left > 0) {
          const taken = Math.min(left, chunk.length - at);
          left -= taken;
          at += taken;
        } else {
          header += String.fromCharCode(chunk[at++] ?? 0);
          if (header.length === 5) {
            recordType = header.charCodeAt(0);
            left = header.charCodeAt(3) * 256 + header.charCodeAt(4);
            header = "";
          }
        }
      }
    };
    const wire = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        socket.write(chunk);
        done();
      },
      final: (done) => {
        socket.end();
        done();
      },
    });
    socket.on("data", (chunk: Buffer) => {
      watchRecords(chunk);
      wire.push(chunk);
    });
    socket.on("end", () => wire.push(null));
    const fail = (code: number): void => {
      if (isShaken || hasFailed) return;
      hasFailed = true;
      handshakes.delete(id);
      report({ id, handshake: code });
      closed(undefined);
      socket.destroy();
    };
    let stream: import("node:tls").TLSSocket;
    if (identity.key !== undefined && createPrivateKey(identity.key).asymmetricKeyType !== "rsa") {
      // MBEDTLS_ERR_PK_TYPE_MISMATCH
      fail(-0x3f00);
      return;
    }
    try {
      stream = tlsModule.connect({
        socket: wire,
        ...identity,
        ciphers,
        minVersion: "TLSv1.2",
        maxVersion: "TLSv1.2",
        // As the engine: it verifies nothing, and sends no name that means anything.
        rejectUnauthorized: false,
      });
    } catch {
      // A key that does not fit the certificate: the engine signs with it, and the peer refuses that.
      fail(-0x7780);
      return;
    }
    handshakes.set(id, performance.now());
    streams.set(id, stream);
    stream.on("secureConnect", () => {
      isShaken = true;
      handshakes.delete(id);
      report({ id, handshake: 0 });
    });
    stream.on("data", (chunk: Buffer) => report({ id, bytes: chunk.toString("latin1") }));
    stream.on("end", () => {
      if (isShaken) closed(recordType === 21 ? "left" : "ended");
    });
    stream.on("error", (error) => {
      fail(errorCode(error));
      closed("reset");
    });
    stream.on("close", () => {
      streams.delete(id);
      fail(-1);
      closed("ended");
    });
    socket.on("error", (error) => wire.destroy(error));
    socket.on("close", () => {
      // What came before the end is still on its way through the cipher.
      if (!wire.readableEnded && !socket.readableEnded) wire.destroy();
    });
  };

  const open = ({ id, host, port, outcome, tls }: Extract<RelayRequest, { outcome: unknown }>): void => {
    let isConnected = false;
    let isReported = false;
    const closed = (ending: "ended" | "left" | "reset" | undefined): void => {
      if (isReported) return;
      isReported = true;
      if (ending !== undefined) report({ id, ending });
    };
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
      if (tls !== undefined) secure(id, socket, tls, closed);
      tell(codes.connected);
    });
    if (tls === undefined) socket.on("data", (chunk) => report({ id, bytes: chunk.toString("latin1") }));
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
      if (isConnected && tls === undefined) closed(failed ? "reset" : "ended");
    });
  };

  const sync = (number: number): void => {
    const sinceMs = performance.now() - longestHandshakeMs;
    if (
      [...handshakes.values()].some((startedMs) => startedMs > sinceMs) ||
      [...sockets.values(), ...streams.values()].some((socket) => socket.writableLength > 0 && !socket.destroyed)
    ) {
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
      open(request);
    } else if ("bytes" in request) {
      (streams.get(request.id) ?? sockets.get(request.id))?.write(request.bytes, "latin1");
    } else if (request.finish === "end") {
      (streams.get(request.id) ?? sockets.get(request.id))?.end();
    } else {
      sockets.get(request.id)?.resetAndDestroy();
    }
  });
}
