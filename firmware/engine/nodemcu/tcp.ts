import type { Tcp, TcpEvents } from "../engine";

/** What goes into one TCP segment, so that one `sent` follows: a larger piece is told of several times. */
const SEGMENT_BYTES = 1_400;

const transport = net;
export { transport as net };

/** What lwIP calls a connection that was reset, on the ESP32 and on the ESP8266. */
const RESET_CODES = [-14, -9];

/** Why no connection was made to an address. */
function whyNot(code: number): string {
  return RESET_CODES.indexOf(code) >= 0
    ? "broker not reachable: connection refused"
    : "broker not reachable: no answer";
}

/** Makes a listener fit to be called by the network's stack. */
type Guard = <A extends unknown[]>(listener: (...args: A) => void) => (...args: A) => void;

/**
 * @param capacityBytes The most bytes that may wait for the network.
 * @param opener Makes sockets: the module "net".
 */
export function createTcp(
  capacityBytes: number,
  opener: Pick<typeof net, "TCP" | "createConnection">,
  guard: Guard = (listener) => listener,
): Tcp {
  let socket: NodeMcuSocket | undefined;
  /** What is handed to the socket and not yet acknowledged; one piece at a time. */
  let sendingBytes = 0;
  let pending = "";

  /** Where the engine has no room it throws, and has taken nothing: then it is not on its way. */
  const send = (opened: NodeMcuSocket, bytes: string): void => {
    opened.send(bytes);
    sendingBytes = bytes.length;
  };
  const write = (bytes: string): void => {
    if (sendingBytes === 0 && pending.length === 0 && bytes.length <= SEGMENT_BYTES && socket) {
      send(socket, bytes);
    } else {
      pending += bytes;
      if (sendingBytes === 0) {
        try {
          sendPending();
        } catch {
          // It waits here for the next that is written.
        }
      }
    }
  };
  const sendPending = (): void => {
    if (sendingBytes === 0 && pending.length > 0 && socket) {
      send(socket, pending.substring(0, SEGMENT_BYTES));
      pending = pending.substring(SEGMENT_BYTES);
    }
  };
  const roomBytes = (): number => (socket ? capacityBytes - pending.length - sendingBytes : 0);

  const listen = (opened: NodeMcuSocket, events: TcpEvents): void => {
    let isConnected = false;
    opened.on(
      "connection",
      guard(() => {
        if (socket === opened) {
          isConnected = true;
          events.connected({ write, roomBytes });
        }
      }),
    );
    opened.on(
      "receive",
      guard((_from: NodeMcuSocket, bytes: string) => {
        if (socket === opened) {
          events.received(bytes);
        }
      }),
    );
    opened.on(
      "sent",
      guard(() => {
        if (socket === opened) {
          sendingBytes = 0;
          sendPending();
          if (events.drained && sendingBytes === 0) {
            events.drained();
          }
        }
      }),
    );
    opened.on(
      "disconnection",
      guard((_from: NodeMcuSocket, code: number) => {
        end(opened, events, isConnected ? undefined : whyNot(code));
      }),
    );
    // Told without an address where nobody knows the name. The engine then connects to an address that is none, of which it tells
    // nothing, or much later that nobody answered.
    opened.on(
      "dns",
      guard((_from: NodeMcuSocket, address: string | undefined) => {
        if (address === undefined) {
          end(opened, events, "broker not reachable: unknown host");
        }
      }),
    );
  };
  const end = (ended: NodeMcuSocket, events: TcpEvents, reason: string | undefined): void => {
    if (socket === ended) {
      forget();
      release(ended);
      events.closed(reason);
    }
  };
  /**
   * The engine keeps a socket's listeners as long as the socket, and they keep the socket: without this both, and a connection
   * of the network's stack, would be lost for good with every connection.
   */
  const release = (closing: NodeMcuSocket): void => {
    closing.on("connection", undefined);
    closing.on("receive", undefined);
    closing.on("sent", undefined);
    closing.on("disconnection", undefined);
    closing.on("dns", undefined);
    try {
      closing.close();
    } catch {
      // It was not open yet.
    }
  };
  const forget = (): void => {
    socket = undefined;
    sendingBytes = 0;
    pending = "";
  };

  return {
    // Returns at once: name look-up and connecting go on beside the program.
    connect: (host, port, events) => {
      try {
        const opened = opener.createConnection(opener.TCP);
        socket = opened;
        listen(opened, events);
        opened.connect(port, host);
        return true;
      } catch {
        forget();
        return false;
      }
    },
    close: () => {
      const closing = socket;
      forget();
      if (closing) {
        release(closing);
      }
    },
  };
}
