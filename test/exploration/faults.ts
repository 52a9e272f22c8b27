import { fail, Failure, type Handler } from "../../firmware/mqtt/client";
import { Stage } from "../../firmware/mqtt/outbox";
import type { World } from "./world";

/** Faults as people make them, put into a working client. The exploration has to find each. */
export interface Fault {
  name: string;
  seed: (world: World) => void;
}

function wrap(world: World, firstByte: number, handle: (original: Handler) => Handler): void {
  world.client.handlers[firstByte] = handle(world.client.handlers[firstByte]!);
}

/** Has something of a client outlive the end of a connection. */
function keepOver<T>(world: World, take: () => T, put: (kept: T) => void): void {
  let kept = take();
  world.onEnd = () => (kept = take());
  world.onBegin = () => put(kept);
}

export const FAULTS: readonly Fault[] = [
  {
    name: "DUP is not set",
    seed: (world) => {
      world.onWrite = (bytes) =>
        bytes.charCodeAt(0) >> 4 === 3 ? String.fromCharCode(bytes.charCodeAt(0) & ~8) + bytes.slice(1) : bytes;
    },
  },
  {
    name: "PUBREC is not answered",
    seed: (world) => wrap(world, 0x50, () => () => {}),
  },
  {
    name: "PUBREL is answered, but its slot not freed",
    seed: (world) =>
      wrap(world, 0x62, (original) => (client, data, body, end, firstByte) => {
        const ids = [...world.receivedIds];
        original(client, data, body, end, firstByte);
        ids.forEach((id, slot) => (world.receivedIds[slot] = id));
      }),
  },
  {
    name: "identifiers of received messages are forgotten with the connection",
    seed: (world) => {
      world.onEnd = () => void world.receivedIds.fill(0);
    },
  },
  {
    name: "messages are sent again in the opposite order",
    seed: ({ outbox }) => {
      const resume = outbox.resume;
      outbox.resume = (sessionPresent) => {
        const { first, last } = outbox;
        if (first !== undefined && last !== undefined && first !== last) {
          // Two slots: the one that was last goes first.
          last.next = first;
          first.next = undefined;
          outbox.first = last;
          outbox.last = first;
        }
        resume(sessionPresent);
      };
    },
  },
  {
    name: "PUBREL leaves, but PUBLISH is what is sent again",
    seed: ({ client, outbox }) => {
      const acknowledge = outbox.acknowledge;
      outbox.acknowledge = (firstByte, id) => {
        let slot = outbox.first;
        while (slot !== undefined && slot.packetId !== id) slot = slot.next;
        if (firstByte !== 0x50 || slot === undefined) return acknowledge(firstByte, id);
        client.write(String.fromCharCode(0x62, 2, id >> 8, id & 255));
        return true;
      };
    },
  },
  {
    name: "every message has the same identifier",
    seed: ({ outbox }) => {
      const add = outbox.add;
      outbox.add = (firstByte, topicField, payload) => {
        const slot = outbox.first;
        const id = slot?.packetId ?? 0;
        // The search for one in use finds none.
        if (slot !== undefined) slot.packetId = -1;
        outbox.nextPacketId = 2;
        const status = add(firstByte, topicField, payload);
        if (slot !== undefined) slot.packetId = id;
        return status;
      };
    },
  },
  {
    name: "what is under way is given up when the connection is lost",
    seed: (world) => {
      world.onEnd = () => {
        const { outbox } = world;
        if (outbox.first?.stage !== Stage.Published) return;
        const slot = outbox.first;
        outbox.first = slot.next;
        if (outbox.last === slot) outbox.last = undefined;
        outbox.bytes -= slot.packet.length;
        slot.next = outbox.free;
        outbox.free = slot;
      };
    },
  },
  {
    name: "PUBCOMP does not free its slot",
    seed: ({ outbox }) => {
      const acknowledge = outbox.acknowledge;
      outbox.acknowledge = (firstByte, id) => firstByte === 0x70 || acknowledge(firstByte, id);
    },
  },
  {
    name: "half a packet outlives its connection",
    seed: (world) => {
      const { client } = world;
      keepOver(
        world,
        () => [client.partial, client.neededBytes] as const,
        ([partial, neededBytes]) => Object.assign(client, { partial, neededBytes }),
      );
    },
  },
  {
    name: "acknowledgements that wait outlive their connection",
    seed: (world) => {
      const { client } = world;
      keepOver(
        world,
        () => client.waiting,
        (waiting) => Object.assign(client, { waiting, blocked: waiting === "" ? 0 : 1 }),
      );
    },
  },
  {
    name: "a session is taken for present when the server has none",
    seed: ({ outbox }) => {
      const resume = outbox.resume;
      outbox.resume = () => resume(true);
    },
  },
  {
    name: "a message of QoS 2 is handed on each time it comes",
    seed: (world) =>
      wrap(world, 0x3c, (original) => (client, data, body, end, firstByte) => {
        const ids = [...world.receivedIds];
        world.receivedIds.fill(0);
        original(client, data, body, end, firstByte);
        if (ids.some((id) => id > 0)) ids.forEach((id, slot) => (world.receivedIds[slot] = id));
      }),
  },
  {
    name: "a connection is given up on a PUBREL for nothing",
    seed: (world) =>
      wrap(world, 0x62, (original) => (client, data, body, end, firstByte) => {
        const id = data.charCodeAt(body) * 256 + data.charCodeAt(body + 1);
        if (world.receivedIds.includes(id)) original(client, data, body, end, firstByte);
        else fail(client, Failure.ProtocolViolation);
      }),
  },
];
