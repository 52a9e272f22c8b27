import type { Datagrams } from "../../engine";
import { guarded } from "./guarded";

export const datagrams: Datagrams = {
  ask: (host, port, question, waitMs, answered) => {
    const socket = net.createUDPSocket();
    let isOver = false;
    socket.on(
      "receive",
      guarded((_from: NodeMcuUdpSocket, bytes: string) => answered(bytes)),
    );
    tmr.create().alarm(waitMs, tmr.ALARM_SINGLE, () => {
      isOver = true;
      socket.on("receive", undefined);
      try {
        socket.close();
      } catch {
        // Nothing was sent.
      }
    });
    net.dns.resolve(
      host,
      guarded((_none: undefined, address?: string) => {
        if (address !== undefined && !isOver) {
          socket.send(port, address, question);
        }
      }),
    );
  },
};
