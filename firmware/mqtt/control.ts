import { ClientState, Failure, type Client } from "./record";
import { fail } from "./client";
import { transmit } from "./transmission";

/** The most bytes of control packets that wait for room in the transport: 64 acknowledgements. */
const WAITING_BYTES = 256;

/** Sends an acknowledgement, now or as soon as there is room. */
export function control(client: Client, packet: string): void {
  if (client.state === ClientState.Closed) {
    // A route closed the client in the middle of its packet: unanswered, the server sends it again.
    return;
  }
  if (client.isHeld || client.waiting.length > 0 || !transmit(client, packet)) {
    if (client.waiting.length + packet.length > WAITING_BYTES) {
      fail(client, Failure.TransportFull);
      return;
    }
    client.waiting += packet;
    if (client.outbox === undefined) {
      client.flush = flushWaiting;
    }
  }
}

/** Sends what waits, unless a packet is being sent in parts. */
export function flushWaiting(client: Client): void {
  if (client.waiting.length > 0 && !client.isHeld && transmit(client, client.waiting)) {
    client.waiting = "";
  }
}
