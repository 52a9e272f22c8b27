import type { FleetBroker, Login } from "./brokers";
import type { Ledger } from "./ledger";
import { isOnlineAt, type History } from "./node-record";
import { wallMs } from "./protocol";
import type { RetainedStatus } from "./report";
import { retainedOn } from "./watcher";

/** What each broker had retained as nodes' status at a moment; undefined where it was not there. */
export interface Look {
  readonly atMs: number;
  readonly found: readonly (ReadonlyMap<string, string> | undefined)[];
}

/** @param isThere Whether a broker is, by its place */
export async function lookAtStatus(
  brokers: readonly FleetBroker[],
  login: Login,
  ledger: Ledger,
  isThere: (broker: number) => boolean,
): Promise<Look> {
  const atMs = wallMs();
  const topics = ledger.nodes.map(({ statusTopic }) => statusTopic);
  const found: (ReadonlyMap<string, string> | undefined)[] = [];
  for (const [index, broker] of brokers.entries()) {
    found.push(isThere(index) ? await retainedOn(broker, login, topics).catch(() => undefined) : undefined);
  }
  return { atMs, found };
}

/** What brokers had retained, against how things were. */
export function retainedStatus(
  brokers: readonly FleetBroker[],
  ledger: Ledger,
  histories: readonly History[],
  whileOnline: Look,
  afterPowerCut: Look,
): RetainedStatus[] {
  return brokers.flatMap(({ name, cluster }, index) => {
    const isOwn = (broker: number): boolean => brokers[broker]?.cluster === cluster;
    const [online, after] = [whileOnline, afterPowerCut].map(({ atMs, found }) => {
      const retained = found[index];
      return retained === undefined ? undefined : compared(ledger, histories, { retained, atMs, isOwn });
    });
    return online === undefined || after === undefined
      ? []
      : [{ broker: name, whileOnline: online, afterPowerCut: after }];
  });
}

/** @param isOwn Whether a broker is this one, or one of its cluster */
function compared(
  ledger: Ledger,
  histories: readonly History[],
  {
    retained,
    atMs,
    isOwn,
  }: { retained: ReadonlyMap<string, string>; atMs: number; isOwn: (broker: number) => boolean },
): { wrong: number; missing: number } {
  const found = { wrong: 0, missing: 0 };
  ledger.nodes.forEach(({ statusTopic }, index) => {
    const history = histories[index]!;
    if (history.broker === undefined) return;
    const isHere = isOwn(history.broker);
    const status = retained.get(statusTopic);
    if (status === undefined) found.missing += Number(isHere);
    else if ((status === "online") !== (isHere && isOnlineAt(history, atMs))) found.wrong++;
  });
  return found;
}
