import type { Datagrams } from "../../engine";

let asker: NodeMcuUdpSocket | undefined;
let port = 0;
let question = "";
let told: ((answer: string) => void) | undefined;
/** Ends the wait for answers. */
const patience = tmr.create();

function open(): NodeMcuUdpSocket {
  const socket = net.createUDPSocket();
  socket.on("receive", (_from, answer) => {
    if (told) {
      told(answer);
    }
  });
  return socket;
}

function send(socket: NodeMcuUdpSocket, address: string | undefined): void {
  if (address !== undefined) {
    try {
      socket.send(port, address, question);
    } catch {
      // No way leads there any more.
    }
  }
}

/**
 * One socket for good: closing it fails on the ESP32's branch ("not connected"), and leaves it and a connection of the network's
 * stack behind (nodemcu/nodemcu-firmware #2876). Names are looked up beside the program, and may be told by nothing.
 */
export const datagrams: Datagrams = {
  ask: (host, toPort, request, waitMs, answered) => {
    port = toPort;
    question = request;
    told = answered;
    patience.alarm(waitMs, tmr.ALARM_SINGLE, () => {
      told = undefined;
    });
    if (asker === undefined) {
      asker = open();
    }
    asker.dns(host, send);
  },
};
