import { count, countKeepAlive, idleHour, time, type Counted, type Latency } from "./measure";
import { FIRST_READING, type Address, type Protocol, type User } from "./protocol";
import type { Traffic } from "./traffic";

/** How many clients get each reading. */
export const RECEIVERS = [1, 10, 100] as const;

/** To more than one receiver a tenth of the readings goes: what one takes stays the same, and the run ends in time. */
function readingsTo(receivers: number, readings: number): number {
  return receivers === 1 ? readings : Math.ceil(readings / 10);
}

/** The most readings of a run whose payloads have six digits, with those before the timed ones. */
export const MOST_READINGS = 1_000_000 - FIRST_READING - 100;

/** A protocol, and the ports of this computer on which its server takes connections. */
export interface Contender {
  protocol: Protocol;
  ports: { plain: number; secure: number };
}

/** What was found of a protocol, without TLS or with it. */
export interface Finding {
  protocol: string;
  isAcknowledged: boolean;
  isSecure: boolean;
  idleHour: { sender: Traffic; receiver: Traffic };
  /** For each number of receivers. */
  runs: Run[];
}

export interface Run {
  receivers: number;
  counted: Counted;
  latency: Latency;
}

export interface Surroundings {
  user: User;
  /** PEM, of who signed the servers' certificates. */
  ca: string;
  readings: number;
  /** Is told what is being done. */
  tell: (text: string) => void;
}

/** Has every protocol do the same, one after the other: first with one receiver, then with more. */
export async function compare(contenders: readonly Contender[], surroundings: Surroundings): Promise<Finding[]> {
  const { user, ca, readings, tell } = surroundings;
  const findings: Finding[] = [];
  const places = [false, true].flatMap((isSecure) =>
    contenders.map(({ protocol, ports }) => {
      const port = isSecure ? ports.secure : ports.plain;
      const address: Address = { host: "127.0.0.1", port, user, ca: isSecure ? ca : undefined };
      return { protocol, isSecure, address, title: `${protocol.name}${isSecure ? ", with TLS" : ""}` };
    }),
  );
  const prepared = new Set<string>();
  for (const { protocol, isSecure, address, title } of places) {
    await named(title, async () => {
      if (!prepared.has(protocol.name)) await protocol.prepare?.(address);
      prepared.add(protocol.name);
      tell(`${title}: an idle hour`);
      const kept = await countKeepAlive(protocol, address);
      const { sender, receiver } = protocol.idle;
      findings.push({
        protocol: protocol.name,
        isAcknowledged: protocol.isAcknowledged,
        isSecure,
        idleHour: { sender: idleHour(kept.sender, sender), receiver: idleHour(kept.receiver, receiver) },
        runs: [],
      });
    });
  }
  // By receivers first: what stands side by side was also timed side by side.
  for (const receivers of RECEIVERS) {
    for (const [index, { protocol, address, title }] of places.entries()) {
      await named(title, async () => {
        const times = readingsTo(receivers, readings);
        tell(`${title}: ${times} readings to ${receivers}`);
        const counted = await count(protocol, address, receivers, times);
        const latency = await time(protocol, address, receivers, times);
        findings[index]!.runs.push({ receivers, counted, latency });
      });
    }
  }
  return findings;
}

/** Has an error say which protocol it is of. */
async function named(title: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`${title}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
