import { runScript } from "./interpreter";
import { Peer } from "./peer";
import { memoryScript, type ScriptedClient } from "./scripts";

/** How many of its variables the interpreter uses after so many messages published and as many received. */
export interface MemoryUse {
  messages: number;
  variables: number;
}

/** Lines `@memory <messages> <variables>` of an interpreter's output. */
export function memoryIn(output: string): MemoryUse[] {
  return [...output.matchAll(/@memory (\d+) (\d+)/g)].map(([, messages, variables]) => ({
    messages: Number(messages),
    variables: Number(variables),
  }));
}

/** @param goals After how many messages to look; rising. */
export async function memoryUse(
  interpreter: string,
  client: ScriptedClient,
  goals: readonly number[],
): Promise<MemoryUse[]> {
  const peer = await Peer.listen();
  try {
    const output = await runScript([interpreter], memoryScript(client, goals, peer));
    const uses = memoryIn(output);
    if (uses.length !== goals.length || peer.published !== goals.at(-1)) {
      throw new Error(
        `of ${goals.at(-1)} messages ${peer.published} arrived; the interpreter said: ${output.slice(-300)}`,
      );
    }
    return uses;
  } finally {
    peer.close();
  }
}
