import type { Tcp } from "../engine";
import { chip } from "./chip";
import { createTcp, net, type Transport } from "./tcp";

/** DER, as functions: the engine calls them at each connect, and in between they take up no memory. */
export interface Certificates {
  /** The engine reads it and verifies nothing with it. */
  ca?: () => string;
  cert?: () => string;
  key?: () => string;
}

/** A client that cannot be set up (memory, mostly) leaves one of the chip's ten sockets open for good, each time. */
const MOST_SET_UP_FAILURES = 4;
/** The exception of a failed handshake comes a moment after the close. */
const EXPLANATION_MS = 20;

/**
 * Why a handshake failed, by mbedTLS's error code (ssl.h; the last is 0x3f00 of pk.h). The engine tells it in the text of an
 * exception that nobody can catch.
 */
const REASONS: { [code: string]: string } = {
  "-0x1": "broker hung up",
  "-0x7200": "broker speaks no TLS there",
  "-0x7780": "broker refused",
  "-0x7380": "no cipher in common",
  "-0x6e80": "no TLS version in common",
  "-0x7f00": "not enough memory",
  "Not enough memory": "not enough memory",
  "-0x3f00": "not an RSA key",
};

/**
 * TLS beside plain TCP.
 * @param isPlain Whether a broker is without TLS.
 */
export function createTls(
  capacityBytes: number,
  certificates: Certificates,
  isPlain: (host: string, port: number) => boolean,
): Tcp {
  const tls = require("tls");
  const ca = certificates.ca;
  const cert = certificates.cert;
  const key = certificates.key;
  /** Why the last connection failed, as far as it is known; "" where it was not TLS. */
  let reason = "";
  let setUpFailures = 0;
  let attempts = 0;

  const explain = (message: string): boolean => {
    const at = message.indexOf("mbedtls_ssl_handshake returned ");
    if (at >= 0) {
      const code = message.substring(at + 31);
      reason = "TLS failed: " + (REASONS[code] ?? code);
    }
    return at >= 0;
  };

  const onError = chip.onError;
  chip.onError = (report) =>
    onError((message, stack) => {
      // Told as the reason for the loss, and not as an error of the node.
      if (!explain(message)) {
        report(message, stack);
      }
    });

  const transport: Transport = {
    connect: (options, connected) => {
      reason = "";
      if (isPlain(options.host, options.port)) {
        return net.connect(options, connected);
      }
      if (setUpFailures >= MOST_SET_UP_FAILURES) {
        throw (reason = "TLS given up until reboot");
      }
      let socket: EspruinoSocket;
      try {
        socket = tls.connect({ host: options.host, port: options.port, ca, cert, key }, connected);
      } catch (error) {
        const message = "" + error;
        if (message.indexOf("mbedtls") >= 0 || message.indexOf("SSL") >= 0) {
          setUpFailures++;
          reason = "TLS not set up";
          chip.log(message);
        }
        throw error;
      }
      socket.on("error", (error) => {
        // What was to be sent is still there: the handshake never ended. A broker that takes its leave is an error as well.
        reason =
          error.code === UNSENT_DATA ? "TLS failed" : error.code === CLOSE_NOTIFY ? "" : "TLS error " + error.code;
      });
      return socket;
    },
  };
  const tcp = createTcp(capacityBytes, transport);

  return {
    connect: (host, port, events) => {
      const attempt = ++attempts;
      const closed = (): void => {
        setTimeout(() => {
          if (attempt === attempts) {
            events.closed(reason.length > 0 ? reason : undefined);
          }
        }, EXPLANATION_MS);
      };
      const isOpen = tcp.connect(host, port, {
        connected: events.connected,
        received: events.received,
        drained: events.drained,
        closed,
      });
      if (isOpen !== true && reason.length > 0) {
        closed();
        return true;
      }
      return isOpen;
    },
    close: () => {
      attempts++;
      tcp.close();
    },
  };
}

/** Espruino's own code, of socketerrors.h. */
const UNSENT_DATA = -8;
/** mbedTLS's: the peer says that it closes. */
const CLOSE_NOTIFY = -0x7880;
