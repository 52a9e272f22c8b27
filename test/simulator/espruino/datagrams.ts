import type { Air } from "../air";
import type { VirtualTime } from "../virtual-time";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/** The module `dgram`, for clients: what is sent while nobody hears it is gone. */
export function dgramModule(
  air: Air,
  time: VirtualTime,
  callbacks: Callbacks,
  intrinsics: Intrinsics,
): Record<string, unknown> {
  return Object.assign(intrinsics.newObject(), {
    createSocket: callbacks.native(() => {
      let isOpen = true;
      const socket = intrinsics.newObject();
      const receive = (bytes: string, address: string, port: number): void => {
        if (!isOpen || !air.isUp) return;
        const sender = Object.assign(intrinsics.newObject(), { address, port, size: bytes.length });
        callbacks.queueListeners(socket, "message", [bytes, sender]);
      };
      return Object.assign(socket, {
        send: callbacks.native((bytes: unknown, port: unknown, host: unknown) => {
          if (!isOpen) throw new intrinsics.Error("This socket is closed");
          const answer = air.datagram(String(host), Number(port), String(bytes), time.nowMs);
          if (answer !== undefined) time.after(answer.afterMs, () => receive(answer.bytes, String(host), Number(port)));
        }),
        close: callbacks.native(() => {
          if (isOpen) callbacks.queueListeners(socket, "close", [false]);
          isOpen = false;
        }),
      });
    }),
  });
}
