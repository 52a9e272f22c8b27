import type { Aedes } from "aedes" with { "resolution-mode": "import" };
import type { MessageLog } from "./message-log";
import type { PublishOptions } from "./broker";

/** Timers of aedes that run on the wall clock and keep the process alive; its types do not mention them. */
interface AedesTimers {
  _heartbeatInterval: NodeJS.Timeout;
  _clearWillInterval: NodeJS.Timeout;
}

/** Starts an aedes whose messages go into `log`. It tells other brokers nothing, for there are none. */
export async function createAedes(log: MessageLog): Promise<Aedes> {
  // An ES module, out of reach of require.
  const { Aedes } = await import("aedes");
  const aedes = await Aedes.createBroker();
  const timers = aedes as unknown as AedesTimers;
  clearInterval(timers._heartbeatInterval);
  clearInterval(timers._clearWillInterval);
  aedes.on("publish", (packet) => {
    if (!aedes.closed) log.add(packet);
  });
  return aedes;
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
