import { countInstructions } from "./callgrind";
import { Peer } from "./peer";
import { BARE, can, workScript, type ScriptedClient, type Work } from "./scripts";

/** The difference of two runs of these many messages is the work alone: what comes before the first cancels out. */
const FEW = 200;
const MANY = 700;

/** Waiting for the other end takes a few instructions more on some runs than on others: the smallest of several counts. */
const RUNS = 3;

/** What a message costs a client in machine instructions; undefined when it cannot do such work. */
export interface Cost {
  client: string;
  instructions: number | undefined;
}

/** What one kind of work costs each client, the bare socket first. */
export interface Comparison {
  work: Work;
  costs: Cost[];
}

/** @param clients Without the bare socket. */
export async function compare(
  interpreter: string,
  work: Work,
  clients: readonly ScriptedClient[],
): Promise<Comparison> {
  // What is received always has a listener: there, the bare socket's is the loop.
  const loop = work === "receive0" ? 0 : await perMessage(interpreter, BARE, work, true);
  const costs: Cost[] = [];
  for (const client of [BARE, ...clients]) {
    const instructions = can(client, work) ? (await perMessage(interpreter, client, work, false)) - loop : undefined;
    costs.push({ client: client.name, instructions });
  }
  return { work, costs };
}

async function perMessage(interpreter: string, client: ScriptedClient, work: Work, isIdle: boolean): Promise<number> {
  const smallest = async (times: number): Promise<number> => {
    let instructions = Infinity;
    for (let run = 0; run < RUNS; run++) {
      instructions = Math.min(instructions, await count(interpreter, client, work, times, isIdle));
    }
    return instructions;
  };
  return ((await smallest(MANY)) - (await smallest(FEW))) / (MANY - FEW);
}

async function count(
  interpreter: string,
  client: ScriptedClient,
  work: Work,
  times: number,
  isIdle: boolean,
): Promise<number> {
  const peer = await Peer.listen();
  try {
    const instructions = await countInstructions(interpreter, workScript(client, work, times, peer, isIdle));
    if (work !== "receive0" && !isIdle && peer.published < times - 1) {
      throw new Error(`${client.name}: of ${times} messages ${peer.published} were published`);
    }
    return instructions;
  } finally {
    peer.close();
  }
}
