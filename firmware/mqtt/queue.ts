/**
 * Messages of an outbox in the order in which they came, and leave [MQTT-4.4.0-1], [MQTT-4.6.0-1]. Where one stands says what has
 * become of it:
 *
 *     oldest                                                     newest
 *     released                | sent       | unsent
 *               releases due  |            | repeated  |
 *
 * - released: QoS 2 with PUBREC, in the order in which that came [MQTT-4.6.0-4]. PUBCOMP is due, and before it, for the last of them,
 *   our PUBREL.
 * - sent: on this connection. PUBACK or PUBREC is due.
 * - unsent: still to be sent on this connection; the first of them, which left on an earlier one, with DUP.
 *
 * So as long as all goes well a message comes in at one end and goes out at the other, and no count changes.
 */
export interface Queue {
  /** The PUBLISH packets, without DUP; "" for what is released. */
  packets: string[];
  /** Their packet identifiers as two bytes; "" at QoS 0. */
  ids: string[];
  /** The sum of the packets' lengths. */
  bytes: number;
  released: number;
  /** Of the released, the last ones. */
  releasesDue: number;
  unsent: number;
  /** Of the unsent, the first ones. */
  repeated: number;
}

/** How many messages left on this connection or an earlier one: the first ones. The server may know them. */
export function everSent(queue: Queue): number {
  return queue.packets.length - queue.unsent + queue.repeated;
}

/** Whether the packet of a message of QoS 1 or 2 has QoS 1: it begins with "2" or "3" (0x32, 0x33), as DUP is not kept. */
export function isQos1(packet: string): boolean {
  return packet < "4";
}

/** Takes a message out, wherever it stands. */
export function discard(queue: Queue, index: number): void {
  if (index < queue.released) {
    if (index >= queue.released - queue.releasesDue) {
      queue.releasesDue--;
    }
    queue.released--;
  } else {
    leaveUnsent(queue, index);
  }
  queue.bytes -= queue.packets[index].length;
  moveBehind(queue, 0, index);
  queue.packets.shift();
  queue.ids.shift();
}

/**
 * PUBREC has come for a message: it is let go of, since it is never sent again [MQTT-4.3.3-1], and its packet identifier stands behind
 * those released before.
 */
export function release(queue: Queue, index: number): void {
  const id = queue.ids[index];
  leaveUnsent(queue, index);
  queue.bytes -= queue.packets[index].length;
  moveBehind(queue, queue.released, index);
  queue.packets[queue.released] = "";
  queue.ids[queue.released] = id;
  queue.released++;
  queue.releasesDue++;
}

/** A message is taken from its place: if that is among the unsent, they are one less. */
function leaveUnsent(queue: Queue, index: number): void {
  if (index >= queue.packets.length - queue.unsent) {
    if (index < everSent(queue)) {
      queue.repeated--;
    }
    queue.unsent--;
  }
}

/** Moves what stands from `first` up to a place that has become free by one, towards that place. */
function moveBehind(queue: Queue, first: number, free: number): void {
  for (let i = free; i > first; i--) {
    queue.packets[i] = queue.packets[i - 1];
    queue.ids[i] = queue.ids[i - 1];
  }
}
