import { type Client, ClientState, Failure, Loss, type Outbox } from "./record";
import { fail, isClear, isOverdue } from "./client";
import { elapsedMs } from "./elapsed";
import { PUBREL } from "./packet";
import { discard, everSent, isQos1 } from "./queue";
import { flushWaiting } from "./control";
import { transmit } from "./transmission";

/** What the outbox does on a connection, and when the next one goes on where the last one broke off. */

/** How long the server may go without acknowledging any of the messages under way, in milliseconds, where it is silent. */
const ACKNOWLEDGEMENT_DEADLINE_MS = 30_000;

/**
 * Begins a connection with what the last one left. When the server has its session, what had left leaves again with DUP
 * [MQTT-3.3.1-1], what is released as PUBREL. When it has not, QoS 1 starts afresh; of QoS 2, what is released is done, and what had
 * left is given up and counted: the server may have passed it on and no longer knows.
 */
export function resume(outbox: Outbox, sessionPresent: boolean): void {
  if (!sessionPresent) {
    for (let i = everSent(outbox) - 1; i >= 0; i--) {
      if (i < outbox.released) {
        discard(outbox, i);
      } else if (!isQos1(outbox.packets[i])) {
        discard(outbox, i);
        outbox.lost(Loss.Abandoned);
      }
    }
  }
  outbox.repeated = sessionPresent ? everSent(outbox) - outbox.released : 0;
  outbox.unsent = outbox.packets.length - outbox.released;
  outbox.releasesDue = outbox.released;
}

/** Sends what is due, in order, as far as there is room; gives up a connection on which nothing is acknowledged. */
export function flushOutbox(outbox: Outbox): void {
  const client = outbox.client;
  if (client.state === ClientState.Closed || client.state === ClientState.Connecting) {
    return;
  }
  if (outbox.packets.length === outbox.unsent + outbox.releasesDue) {
    outbox.progressMs = client.nowMs;
  } else if (isStuck(client, elapsedMs(client.nowMs, outbox.progressMs))) {
    fail(client, Failure.NoResponse);
    return;
  }
  flushWaiting(client);
  while (
    outbox.releasesDue > 0 &&
    isClear(client) &&
    transmit(client, PUBREL + outbox.ids[outbox.released - outbox.releasesDue])
  ) {
    outbox.releasesDue--;
  }
  while (outbox.releasesDue === 0 && outbox.unsent > 0 && isClear(client) && transmit(client, nextPacket(outbox))) {
    noteSent(outbox);
  }
}

/** Whether acknowledgements are overdue. Only once they are late is it listened for bytes, which costs something. */
function isStuck(client: Client, waitedMs: number): boolean {
  return waitedMs * 2 >= ACKNOWLEDGEMENT_DEADLINE_MS && isOverdue(client, waitedMs, ACKNOWLEDGEMENT_DEADLINE_MS);
}

function nextPacket(outbox: Outbox): string {
  const packet = outbox.packets[outbox.packets.length - outbox.unsent];
  return outbox.repeated > 0 ? String.fromCharCode(packet.charCodeAt(0) | 8) + packet.substr(1) : packet;
}

/** The first of the unsent has left. At QoS 0 that is the end of it. */
function noteSent(outbox: Outbox): void {
  const index = outbox.packets.length - outbox.unsent;
  if (outbox.ids[index].length === 0) {
    discard(outbox, index);
    return;
  }
  outbox.unsent--;
  if (outbox.repeated > 0) {
    outbox.repeated--;
  }
}
