import type { Aedes } from "aedes" with { "resolution-mode": "import" };
import type { MessageLog } from "./message-log";
import type { PublishOptions } from "./broker";

/** What aedes 1.2 has and its types do not mention. */
interface AedesInsides {
  /** Timers that run on the wall clock and keep the process alive. */
  _heartbeatInterval: NodeJS.Timeout;
  _clearWillInterval: NodeJS.Timeout;
  persistence: BrokerMemory;
}

/** What a broker has of sessions, and what it retains. */
export interface BrokerMemory {
  storeRetained(packet: unknown): PromiseLike<void>;
}

/**
 * Starts an aedes whose messages go into `log`. It tells other brokers nothing, for there are none.
 * @param memory Of one that has ended, to go on with
 */
export async function createAedes(log: MessageLog, memory?: BrokerMemory): Promise<Aedes> {
  // An ES module, out of reach of require.
  const { Aedes } = await import("aedes");
  const aedes = await Aedes.createBroker({ persistence: memory });
  const insides = aedes as unknown as AedesInsides;
  clearInterval(insides._heartbeatInterval);
  clearInterval(insides._clearWillInterval);
  if (memory === undefined) storeAtOnce(aedes);
  logOnArrival(aedes, log);
  return aedes;
}

/**
 * What passes the broker is noted when it comes in. aedes tells of it once it was delivered, which takes longer where somebody has
 * subscribed, so that messages would seem to overtake one another.
 */
function logOnArrival(aedes: Aedes, log: MessageLog): void {
  const publish = aedes.publish.bind(aedes) as (packet: Parameters<MessageLog["add"]>[0], ...rest: unknown[]) => void;
  Object.assign(aedes, {
    publish: (packet: Parameters<MessageLog["add"]>[0], ...rest: unknown[]) => {
      if (!aedes.closed) log.add(packet);
      publish(packet, ...rest);
    },
  });
}

/**
 * aedes numbers a packet, then waits for the store if it is retained, then takes a lower number than the last for a
 * duplicate: a retained message followed at once by another was not delivered. The store in memory is done when it returns,
 * so there is nothing to wait for, and messages keep their order [MQTT-4.6.0-6].
 */
export function storeAtOnce(aedes: Aedes): void {
  const { persistence } = aedes as unknown as AedesInsides;
  const store = persistence.storeRetained.bind(persistence);
  persistence.storeRetained = (packet) => {
    const stored = store(packet);
    const atOnce = {
      then(done?: (() => unknown) | null, failed?: ((reason: unknown) => unknown) | null) {
        stored.then(undefined, failed);
        done?.();
        return atOnce;
      },
    };
    return atOnce as PromiseLike<void>;
  };
}

export function memoryOf(aedes: Aedes): BrokerMemory {
  return (aedes as unknown as AedesInsides).persistence;
}

export function publishTo(
  aedes: Aedes,
  topic: string,
  payload: string | Buffer,
  options: PublishOptions = {},
): Promise<void> {
  const { retain = false, qos = 0 } = options;
  return new Promise((resolve, reject) => {
    aedes.publish({ cmd: "publish", topic, payload, retain, qos, dup: false }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

export function closeAedes(aedes: Aedes): Promise<void> {
  return new Promise((resolve) => aedes.close(resolve));
}
