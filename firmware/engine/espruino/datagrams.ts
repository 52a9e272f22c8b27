import type { Datagrams } from "../engine";

const dgram = require("dgram");

export const datagrams: Datagrams = {
  ask: (host, port, request, waitMs, answered) => {
    const socket = dgram.createSocket("udp4");
    socket.on("message", answered);
    // Before anything can throw: the chip has ten sockets in all.
    setTimeout(() => socket.close(), waitMs);
    socket.send(request, port, host);
  },
};
