import type { Tcp } from "../engine";

export const net: Transport = require("net");

/** Opens sockets: the module "net", or what stands in for it. */
export interface Transport {
  /** May block, and throws where no connection can be made. */
  connect(options: { host: string; port: number }, connected: () => void): EspruinoSocket;
}

/** A refusal takes less; longer than that nobody answers. */
const LONGEST_REFUSAL_SECONDS = 3;

/**
 * @param capacityBytes The most bytes that may wait for the network. The engine's own `write` has no limit and loses data
 * silently when memory is short, so the limit is held here.
 */
export function createTcp(capacityBytes: number, transport: Transport): Tcp {
  let socket: EspruinoSocket | undefined;
  const roomBytes = (): number => (socket ? capacityBytes - (socket.dSnd ? socket.dSnd.length : 0) : 0);
  return {
    connect: (host, port, events) => {
      let opened: EspruinoSocket;
      const startedSeconds = getTime();
      try {
        opened = transport.connect({ host, port }, () => {
          if (socket === opened) {
            // Bound once per connection: whoever publishes calls the engine's own function.
            events.connected({ write: opened.write.bind(opened), roomBytes });
          }
        });
      } catch (error) {
        // One text for a name that is not known, and another one for whatever else.
        return ("" + error).indexOf("locate host") >= 0
          ? "broker not reachable: unknown host"
          : getTime() - startedSeconds < LONGEST_REFUSAL_SECONDS
            ? "broker not reachable: connection refused"
            : "broker not reachable: no answer";
      }
      socket = opened;
      // At once: attached later, a first chunk that is already waiting would be delivered for ever.
      opened.on("data", events.received);
      if (events.drained) {
        opened.on("drain", events.drained);
      }
      opened.on("close", () => {
        if (socket === opened) {
          socket = undefined;
          events.closed();
        }
      });
      return true;
    },
    close: () => {
      if (socket !== undefined) {
        const closing = socket;
        socket = undefined;
        closing.removeAllListeners("data");
        closing.removeAllListeners("drain");
        closing.end();
        // Nothing is flushed, so it closes in the next idle pass.
        closing.dSnd = "";
      }
    },
  };
}
