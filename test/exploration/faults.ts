import { Failure, type Handler } from "../../firmware/mqtt/record";
import { fail } from "../../firmware/mqtt/client";
import { discard, everSent } from "../../firmware/mqtt/queue";
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
      wrap(world, 0x62, (original) => (client, data, body, end) => {
        const ids = [...world.receivedIds];
        original(client, data, body, end);
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
      outbox.resume = (_, sessionPresent) => {
        if (outbox.released === 0) {
          outbox.packets.reverse();
          outbox.ids.reverse();
        }
        resume(outbox, sessionPresent);
      };
    },
  },
  {
    name: "PUBREL leaves, but PUBLISH is what is sent again",
    seed: (world) =>
      wrap(world, 0x50, (original) => (client, data, body, end) => {
        const id = data.substr(body, 2);
        if (world.outbox.ids.includes(id)) client.write(`\x62\x02${id}`);
        else original(client, data, body, end);
      }),
  },
  {
    name: "every message has the same identifier",
    seed: ({ outbox }) => {
      const add = outbox.add;
      outbox.add = (_, firstByte, topicField, payload) => {
        const ids = outbox.ids.filter((id) => id !== "");
        // The search for one in use finds none.
        const [known, free] = [ids[0] ?? "\0\x03", "\xff\xff"];
        outbox.ids = outbox.ids.map((id) => (id === "" ? id : free));
        outbox.nextPacketId = known.charCodeAt(0) * 256 + known.charCodeAt(1);
        const status = add(outbox, firstByte, topicField, payload);
        outbox.ids = outbox.ids.map((id) => (id === free ? ids.shift()! : id));
        return status;
      };
    },
  },
  {
    name: "what is under way is given up when the connection is lost",
    seed: (world) => {
      world.onEnd = () => {
        const { outbox } = world;
        if (outbox.released === 0 && everSent(outbox) > 0) discard(outbox, 0);
      };
    },
  },
  {
    name: "PUBCOMP does not free its slot",
    seed: (world) => wrap(world, 0x70, () => () => {}),
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
        (waiting) => Object.assign(client, { waiting }),
      );
    },
  },
  {
    name: "a session is taken for present when the server has none",
    seed: ({ outbox }) => {
      const resume = outbox.resume;
      outbox.resume = () => resume(outbox, true);
    },
  },
  {
    name: "a message of QoS 2 is handed on each time it comes",
    seed: (world) =>
      wrap(world, 0x3c, (original) => (client, data, body, end) => {
        const ids = [...world.receivedIds];
        world.receivedIds.fill(0);
        original(client, data, body, end);
        if (ids.some((id) => id > 0)) ids.forEach((id, slot) => (world.receivedIds[slot] = id));
      }),
  },
  {
    name: "a connection is given up on a PUBREL for nothing",
    seed: (world) =>
      wrap(world, 0x62, (original) => (client, data, body, end) => {
        const id = data.charCodeAt(body) * 256 + data.charCodeAt(body + 1);
        if (world.receivedIds.includes(id)) original(client, data, body, end);
        else fail(client, Failure.ProtocolViolation);
      }),
  },
  {
    name: "a connection ends as soon as a message finds no slot",
    seed: (world) =>
      [0x34, 0x3c].forEach((firstByte) =>
        wrap(world, firstByte, (original) => (client, data, body, end) => {
          original(client, data, body, end);
          if (client.isOverrun) fail(client, Failure.ReceiveSlotsFull);
        }),
      ),
  },
  {
    name: "a connection goes on for ever after a message found no slot",
    seed: (world) =>
      wrap(world, 0x62, (original) => (client, data, body, end) => {
        client.isOverrun = false;
        original(client, data, body, end);
      }),
  },
  {
    name: "a message is taken although one before it found no slot",
    seed: (world) =>
      wrap(world, 0x34, (original) => (client, data, body, end) => {
        const { isOverrun } = client;
        client.isOverrun = false;
        original(client, data, body, end);
        client.isOverrun = isOverrun || client.isOverrun;
      }),
  },
  {
    name: "a message that finds no slot is acknowledged",
    seed: (world) =>
      wrap(world, 0x34, (original) => (client, data, body, end) => {
        original(client, data, body, end);
        if (client.isOverrun) client.write(`\x50\x02${data.substr(body + 3, 2)}`);
      }),
  },
  {
    name: "something comes between the parts of a constant packet",
    seed: ({ client }) =>
      Object.defineProperty(client, "isHeld", { get: () => false, set: () => {}, enumerable: true }),
  },
];
