import { setTimeout } from "node:timers/promises";
import { Conversation, within } from "./conversation";
import { KEEP_ALIVE_SECONDS, type Address, type Client, type IdlePeriods, type Protocol } from "./protocol";
import { Relay } from "./relay";
import { between, noTraffic, type Flow, type Traffic } from "./traffic";

/** Nothing more comes behind what was done once nothing has come for so long. */
const QUIET_MS = 200;

/** An interval in which the keep-alives of both sides can be waited for. */
const SHORT_KEEP_ALIVE_SECONDS = 2;

const HOUR_SECONDS = 3_600;
const POLL_MS = 5;

/** Readings before those that are timed, in which programs are compiled and buffers made. */
const WARM_UP_READINGS = 20;

/** What one sort of client had to do with the server, phase by phase. */
export interface Phases {
  connect: Traffic;
  readings: Traffic;
  end: Traffic;
}

export interface Counted {
  readings: number;
  sender: Phases;
  /** Of all of them. */
  receivers: Phases;
}

export interface Latency {
  /** Milliseconds until all receivers had a reading. */
  toAllMs: Spread;
  /** Until the sender knew, where it is told. */
  acknowledgedMs?: Spread;
}

export interface Spread {
  median: number;
  p95: number;
}

type Sort = "sender" | "receivers";

/** Has readings go through relays, and counts. */
export async function count(
  protocol: Protocol,
  address: Address,
  receivers: number,
  readings: number,
): Promise<Counted> {
  return throughRelays(address, async (addresses, relays) => {
    const looks: Record<Sort, Traffic>[] = [{ sender: noTraffic(), receivers: noTraffic() }];
    const look = async (): Promise<void> => {
      await quiet(Object.values(relays));
      looks.push({ sender: relays.sender.traffic, receivers: relays.receivers.traffic });
    };
    const conversation = await Conversation.open(protocol, addresses, receivers, KEEP_ALIVE_SECONDS);
    await look();
    for (let i = 0; i < readings; i++) await conversation.send();
    await look();
    await conversation.end();
    await look();
    const phases = (sort: Sort): Phases => {
      const [connect, sent, end] = [0, 1, 2].map((i) => between(looks[i]![sort], looks[i + 1]![sort]));
      return { connect: connect!, readings: sent!, end: end! };
    };
    return { readings, sender: phases("sender"), receivers: phases("receivers") };
  });
}

/** Times readings, without a relay. */
export async function time(
  protocol: Protocol,
  address: Address,
  receivers: number,
  readings: number,
): Promise<Latency> {
  const addresses = { sender: address, receivers: address };
  const conversation = await Conversation.open(protocol, addresses, receivers, KEEP_ALIVE_SECONDS);
  for (let i = 0; i < WARM_UP_READINGS; i++) await conversation.send();
  const toAll: number[] = [];
  const sent: number[] = [];
  for (let i = 0; i < readings; i++) {
    const { toAllMs, sentMs } = await conversation.send();
    toAll.push(toAllMs);
    sent.push(sentMs);
  }
  await conversation.end();
  return { toAllMs: spread(toAll), acknowledgedMs: protocol.isAcknowledged ? spread(sent) : undefined };
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
  return { median: at(0.5), p95: at(0.95) };
}

/** One keep-alive each way that there is one: what the idle hour is reckoned from. */
export interface KeepAlive {
  sender: Traffic;
  receiver: Traffic;
}

/** Has a keep-alive take place, or waits for one, of a sender and of a receiver. */
export async function countKeepAlive(protocol: Protocol, address: Address): Promise<KeepAlive> {
  const { sender, receiver, isTimed = false } = protocol.idle;
  return throughRelays(address, async (addresses, relays) => {
    const interval = isTimed ? SHORT_KEEP_ALIVE_SECONDS : KEEP_ALIVE_SECONDS;
    const conversation = await Conversation.open(protocol, addresses, 1, interval);
    await quiet(Object.values(relays));
    const keptAlive = isTimed ? frameInTime : exchange;
    const found = {
      sender: await keptAlive(relays.sender, sender, conversation.sender),
      receiver: await keptAlive(relays.receivers, receiver, conversation.receivers[0]!),
    };
    await conversation.end();
    return found;
  });
}

/** Asks for an exchange. */
async function exchange(relay: Relay, { up, down }: IdlePeriods, client: Client): Promise<Traffic> {
  const before = relay.traffic;
  const so = (): Traffic => between(before, relay.traffic);
  await client.keepAlive?.();
  await until(() => (up === undefined || so().up.segments > 0) && (down === undefined || so().down.segments > 0));
  await quiet([relay]);
  return so();
}

/** Waits until a frame has come from either side, whose clock is the faster: the other side's is the same frame. */
async function frameInTime(relay: Relay): Promise<Traffic> {
  const before = relay.traffic;
  const so = (): Traffic => between(before, relay.traffic);
  await until(() => so().up.segments + so().down.segments > 0);
  const { up, down } = so();
  const frame = { bytes: (up.bytes + down.bytes) / (up.segments + down.segments), segments: 1 };
  return { up: frame, down: frame, opened: 0, closed: 0 };
}

async function until(came: () => boolean): Promise<void> {
  const polled = async (): Promise<void> => {
    while (!came()) await setTimeout(POLL_MS);
  };
  await within(polled(), "a keep-alive");
}

/** What an hour without readings costs, by one keep-alive each way and by how often there is one. */
export function idleHour({ up, down, opened, closed }: Traffic, periods: IdlePeriods): Traffic {
  const times = (flow: Flow, seconds: number | undefined): Flow => {
    const each = seconds === undefined ? 0 : HOUR_SECONDS / seconds;
    return { bytes: flow.bytes * each, segments: flow.segments * each };
  };
  const connections = periods.up === undefined ? 0 : HOUR_SECONDS / periods.up;
  return {
    up: times(up, periods.up),
    down: times(down, periods.down),
    opened: opened * connections,
    closed: closed * connections,
  };
}

async function throughRelays<T>(
  address: Address,
  work: (addresses: Record<Sort, Address>, relays: Record<Sort, Relay>) => Promise<T>,
): Promise<T> {
  const sender = await Relay.to(address.port);
  const receivers = await Relay.to(address.port);
  try {
    const through = (relay: Relay): Address => ({ ...address, port: relay.port });
    return await work({ sender: through(sender), receivers: through(receivers) }, { sender, receivers });
  } finally {
    await sender.close();
    await receivers.close();
  }
}

/** Resolves once nothing has come through for a while. */
async function quiet(relays: readonly Relay[], quietMs = QUIET_MS): Promise<void> {
  const changes = (): number => relays.reduce((sum, relay) => sum + relay.changes, 0);
  let before = -1;
  for (let now = changes(); now !== before; now = changes()) {
    before = now;
    await setTimeout(quietMs);
  }
}
