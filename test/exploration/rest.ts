import { ClientState } from "../../firmware/mqtt/record";
import type { World } from "./world";

/** More rounds than any world needs to come to rest. */
const ROUNDS = 60;

/** Whose packets arrive first, as long as there are any. A connection that ends loses what is still on its way. */
export type Favoured = "server" | "client";

export const FAVOURED: readonly Favoured[] = ["server", "client"];

/**
 * Brings a world to rest, with a network and a server that work from now on, and looks at what became of each message.
 * @returns what is wrong, if anything is
 */
export function rest(world: World, favoured: Favoured): string | undefined {
  settle(world, favoured);
  // Once more from the beginning, so that nothing is left that only the next connection would bring up.
  if (world.s.isConnected) world.act("lose connection");
  settle(world, favoured);
  const { s, client, outbox } = world;
  const problem = world.problem();
  if (problem !== undefined) return problem;
  if (client.state !== ClientState.Ready) return `the client does not become ready: state ${client.state}`;
  if (outbox.packets.length > 0) return "a slot of the outbox is never free again";
  if (world.stream.left > 0) return "the constant packet never arrives";
  if (world.receivedIds.some((id) => id > 0)) return "a receive slot is never free again";
  if (s.server.receivedIds.length > 0) return "the server waits for PUBREL for ever";
  if (s.server.outgoing.length > 0) return `the server never gets rid of ${s.server.outgoing[0]!.payload}`;
  return sent(world) ?? received(world);
}

function settle(world: World, favoured: Favoured): void {
  const { s } = world;
  for (let round = 0; round < ROUNDS; round++) {
    const hasAnswers = s.toClient.length > 0 || s.rest !== "";
    if (!s.isConnected) world.act("connect");
    else if (hasAnswers && favoured === "client") world.act("to client");
    else if (s.toServer.length > 0) world.act("to server");
    else if (s.pendingBytes > 0) world.act("network takes");
    else if (hasAnswers) world.act("to client");
    else if (world.isDue) world.act("network takes");
    else return;
  }
}

function count(all: readonly string[], one: string): number {
  return all.filter((other) => other === one).length;
}

/** Messages of the client: QoS 1 at least once, QoS 2 exactly once or given up and told, each in its order. */
function sent({ s }: World): string | undefined {
  const passedOn = s.server.passedOn.map((payload) => payload.slice(0, 2));
  let missing = 0;
  for (const { payload, qos } of s.taken) {
    const times = count(passedOn, payload);
    if (qos === -1 && times > 0) return `message ${payload} was refused, and arrived`;
    if (qos === 1 && times === 0) return `message ${payload} of QoS 1 never arrived`;
    if (qos !== 1 && times > 1) return `message ${payload} of QoS ${qos} arrived ${times} times`;
    if (qos === 2 && times === 0) missing++;
  }
  if (missing > s.losses) return `${missing} messages of QoS 2 never arrived, and ${s.losses} were told`;
  for (const qos of [0, 1, 2]) {
    const own = s.taken.filter((message) => message.qos === qos).map(({ payload }) => payload);
    const firsts = [...new Set(passedOn)].filter((payload) => own.includes(payload));
    if (firsts.join() !== [...firsts].sort().join()) return `messages of QoS ${qos} arrived as ${firsts.join(", ")}`;
  }
  return undefined;
}

/** Messages of the server, as long as it has not forgotten them; those of one QoS in their order. [MQTT-4.6.0-5] */
function received({ s }: World): string | undefined {
  for (const { payload, qos, isForgotten } of s.serverMessages) {
    const times = count(s.handedOn, payload);
    if (times === 0 && !isForgotten) return `message ${payload} of the server was never handed on`;
    if (qos === 2 && times > 1) return `message ${payload} of the server, QoS 2, was handed on ${times} times`;
  }
  for (const qos of [1, 2]) {
    const own = s.serverMessages.filter((message) => message.qos === qos).map(({ payload }) => payload);
    const firsts = [...new Set(s.handedOn)].filter((payload) => own.includes(payload));
    if (firsts.join() !== [...firsts].sort().join()) {
      return `messages of the server, QoS ${qos}, were handed on as ${firsts.join(", ")}`;
    }
  }
  return undefined;
}
