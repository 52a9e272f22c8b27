import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import type { FleetBroker } from "../simulator/fleet/brokers";

/** A cluster agrees on its leaders first, and once more after one of its nodes has died. */
export const LONGEST_MS = 120_000;
const LOOK_MS = 100;

export async function eventually(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const endMs = performance.now() + LONGEST_MS; performance.now() < endMs; await setTimeout(LOOK_MS)) {
    if (await holds()) return;
  }
  assert.fail(`${what} did not come within ${LONGEST_MS / 1000} s`);
}

export interface Joined {
  client: MqttClient;
  /** The broker knew its session. */
  isPresent: boolean;
  /** Messages, from the first one on. */
  heard: string[];
}

/** A client that stays away once its connection is gone; undefined where it is not let in. */
export async function attempt(
  { host, port }: Pick<FleetBroker, "host" | "port">,
  options: IClientOptions,
): Promise<Joined | undefined> {
  const client = connect(`mqtt://${host}:${port}`, { reconnectPeriod: 0, connectTimeout: 10_000, ...options });
  const heard: string[] = [];
  client.on("message", (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
  client.on("error", () => {});
  const isPresent = await new Promise<boolean | undefined>((resolve) => {
    client.on("connect", ({ sessionPresent }) => resolve(sessionPresent));
    client.on("close", () => resolve(undefined));
  });
  if (isPresent !== undefined) return { client, isPresent, heard };
  await client.endAsync(true);
  return undefined;
}

/** The same, and it asks again while the cluster lets nobody in. */
export async function join(broker: Pick<FleetBroker, "host" | "port">, options: IClientOptions = {}): Promise<Joined> {
  let joined: Joined | undefined;
  const isIn = async (): Promise<boolean> => (joined = await attempt(broker, options)) !== undefined;
  await eventually(isIn, `to be let in at port ${broker.port}`);
  return joined ?? assert.fail();
}

/** What a board asks for that wants to outlive a broker, with its will. */
export function asBoard(id: string): IClientOptions {
  const will = { topic: `fleet/${id}/status`, payload: Buffer.from("offline"), qos: 1 as const, retain: true };
  return { clientId: id, clean: false, keepalive: 60, will };
}

/** Says something that may get lost while the cluster chooses leaders anew: until it is acknowledged. */
export async function say(at: FleetBroker, topic: string, payload: string, retain = false): Promise<void> {
  let isSaid = false;
  const once = async (): Promise<boolean> => {
    const { client } = await join(at);
    client.publish(topic, payload, { qos: 1, retain }, (error) => (isSaid = isSaid || !error));
    for (let tries = 0; tries < 50 && !isSaid && client.connected; tries++) await setTimeout(LOOK_MS);
    await client.endAsync(true);
    return isSaid;
  };
  await eventually(once, `the acknowledgement of ${topic}`);
}
