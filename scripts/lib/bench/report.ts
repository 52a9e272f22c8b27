import { runScript } from "./callgrind";
import type { MakeLua } from "./lua";
import type { ScriptedClient } from "./scripts";
import { instructionsSection, luaSection, memorySection, sizeSection, v8Section } from "./sections";

/** Where what was measured stands, below the project's root. */
export const BENCH_PLACE = { path: "firmware/README.md", name: "bench" };

export interface Bench {
  root: string;
  /** An Espruino executable for Linux, or why there is none. */
  espruino: { executable: string } | { missing: string };
  /** Whether callgrind can count in it. */
  hasValgrind: boolean;
  /** Clients to compare with. */
  others: readonly ScriptedClient[];
  makeLua: MakeLua;
}

export interface Report {
  /** As Markdown. */
  text: string;
  /** What could not be measured, and the cure. */
  missing: string[];
}

/** Measures all that can be measured. @param print Told each part as soon as it is known */
export async function report(
  { root, espruino, hasValgrind, others, makeLua }: Bench,
  print: (text: string) => void,
): Promise<Report> {
  const parts: string[] = [];
  const missing: string[] = [];
  const add = (title: string, text: string): void => {
    parts.push(`${title}\n\n${text}`);
    print(`${title}\n\n${text}\n`);
  };
  if ("missing" in espruino) {
    missing.push(espruino.missing);
  } else {
    const { executable } = espruino;
    const version = await versionOf(executable);
    if (hasValgrind) {
      add(
        `Machine instructions in Espruino ${version}, counted by callgrind, beside a socket without a client that writes packets ` +
          "made beforehand and listens to what comes. A reading is 6 bytes on a topic of 33, a command 36 bytes in all.",
        await instructionsSection(root, executable, others),
      );
    } else {
      missing.push("no valgrind to count instructions with: install it (apt install valgrind)");
    }
    add(
      `Variables that Espruino ${version} uses with the client connected, after garbage is collected.`,
      await memorySection(root, executable),
    );
  }
  add(
    `Node.js ${process.version}, one message at a time, the very code that runs on the chip. What is allocated is the growth of the ` +
      "heap while nothing is collected, less that of a loop that makes the same strings and nothing else.",
    await v8Section(root),
  );
  add(
    "PUC Lua with pointers of 32 bits and its collector stopped, the client compiled as for NodeMCU. A string takes 17 bytes beside its " +
      "own; a message out is one, which the socket demands, and one in makes one of its payload. At QoS 1 the two bytes of the " +
      "packet identifier are a string of their own, and a PUBACK that is sent is one.",
    luaSection(root, makeLua),
  );
  add("Size.", await sizeSection(root));
  for (const what of missing) print(`not measured: ${what}\n`);
  return { text: parts.join("\n\n"), missing };
}

async function versionOf(executable: string): Promise<string> {
  const output = await runScript([executable], 'print("@version "+process.env.VERSION);quit();\n');
  return /@version (\S+)/.exec(output)?.[1] ?? "of unknown version";
}
