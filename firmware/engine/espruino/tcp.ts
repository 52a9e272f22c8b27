import type { Tcp } from "../engine";

const net = require("net");

/**
 * @param capacityBytes The most bytes that may wait for the network. The engine's own `write` has no limit and loses data
 * silently when memory is short, so the limit is held here.
 */
export function createTcp(capacityBytes: number): Tcp {
  let socket: EspruinoSocket | undefined;
  return {
    connect: (host, port, events) => {
      let opened: EspruinoSocket;
      try {
        opened = net.connect({ host, port }, () => {
          if (socket === opened) {
            events.connected();
          }
        });
      } catch {
        return false;
      }
      socket = opened;
      // At once: attached later, a first chunk that is already waiting would be delivered for ever.
      opened.on("data", events.received);
      opened.on("close", () => {
        if (socket === opened) {
          socket = undefined;
          events.closed();
        }
      });
      return true;
    },
    send: (bytes) => {
      if (!socket || (socket.dSnd && socket.dSnd.length + bytes.length > capacityBytes)) {
        return false;
      }
      try {
        socket.write(bytes);
      } catch {
        // Closed by the peer; the close event is on its way.
        return false;
      }
      return true;
    },
    close: () => {
      if (socket !== undefined) {
        const closing = socket;
        socket = undefined;
        closing.removeAllListeners("data");
        closing.end();
        // Nothing is flushed, so it closes in the next idle pass.
        closing.dSnd = "";
      }
    },
  };
}
