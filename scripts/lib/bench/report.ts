import type { StandIns } from "./app-runner";
import { runScript } from "./interpreter";
import type { MakeLua } from "./lua";
import type { FieldClient } from "./scripts";
import {
  appSection,
  idleSection,
  instructionsSection,
  luaSection,
  memorySection,
  sizeSection,
  sleepSection,
  updateSection,
  v8Section,
} from "./sections";

/** Where what was measured of the client stands, below the project's root, and where what was of whole apps. */
export const BENCH_PLACE = { path: "firmware/README.md", name: "bench" };
export const APP_PLACE = { path: "firmware/README.md", name: "bench of apps" };

export interface Bench {
  root: string;
  /** An Espruino executable for Linux, or why there is none. */
  espruino: { executable: string } | { missing: string };
  /** Whether callgrind can count in it. */
  hasValgrind: boolean;
  /** What it lacks of a chip, for whole apps. */
  standIns: StandIns;
  /** Clients to compare with. */
  others: readonly FieldClient[];
  makeLua: MakeLua;
}

export interface Report {
  /** Of the client, as Markdown. */
  text: string;
  /** Of whole apps, as Markdown. */
  apps: string;
  /** What could not be measured, and the cure. */
  missing: string[];
}

/** What was told of one subject, part by part; each part is printed as soon as it is known. */
class Parts {
  readonly #parts: string[] = [];
  readonly #print: (text: string) => void;

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  get text(): string {
    return this.#parts.join("\n\n");
  }

  add(title: string, text: string): void {
    this.#parts.push(`${title}\n\n${text}`);
    this.#print(`${title}\n\n${text}\n`);
  }
}

/** Measures all that can be measured. @param print Told each part as soon as it is known */
export async function report(
  { root, espruino, hasValgrind, standIns, others, makeLua }: Bench,
  print: (text: string) => void,
): Promise<Report> {
  const client = new Parts(print);
  const apps = new Parts(print);
  const missing: string[] = [];
  if ("missing" in espruino) {
    missing.push(espruino.missing);
  } else {
    const { executable } = espruino;
    const version = await versionOf(executable);
    if (hasValgrind) {
      client.add(
        `Machine instructions in Espruino ${version}, counted by callgrind, beside a socket without a client that writes packets ` +
          "made beforehand and listens to what comes. A reading is 6 bytes on a topic of 33, a command 36 bytes in all.",
        await instructionsSection(root, executable, others),
      );
      const runner = { interpreter: executable, standIns };
      apps.add(
        `Machine instructions in Espruino ${version}, counted by callgrind, for each reading, and variables in use at rest, connected.`,
        await appSection(root, runner, others),
      );
      apps.add(
        "What looks after the connection, the pump's limits and its fail-safe, with the sensors' periods set to a day.",
        await idleSection(root, runner),
      );
      apps.add(
        "The greenhouse with updates over the air, for each part of a program that comes in. The part is given to it from memory, without a socket.",
        await updateSection(root, runner),
      );
      apps.add(
        "A node that sleeps, from the first line of its program on. The broker answers from memory, without a socket.",
        await sleepSection(root, runner),
      );
    } else {
      missing.push("no valgrind to count instructions with: install it (apt install valgrind)");
    }
    client.add(
      `Variables that Espruino ${version} uses with the client connected, after garbage is collected.`,
      await memorySection(root, executable),
    );
  }
  client.add(
    `Node.js ${process.version}, one message at a time, the very code that runs on the chip. What is allocated is the growth of the ` +
      "heap while nothing is collected, less that of a loop that makes the same strings and nothing else.",
    await v8Section(root),
  );
  client.add(
    "PUC Lua with pointers of 32 bits and its collector stopped, the client compiled as for NodeMCU. A string takes 17 bytes beside its " +
      "own; a message out is one, which the socket demands, and one in makes one of its payload. At QoS 1 the two bytes of the " +
      "packet identifier are a string of their own, and a PUBACK that is sent is one.",
    luaSection(root, makeLua),
  );
  client.add("Size.", await sizeSection(root));
  for (const what of missing) print(`not measured: ${what}\n`);
  return { text: client.text, apps: apps.text, missing };
}

async function versionOf(executable: string): Promise<string> {
  const output = await runScript([executable], 'print("@version "+process.env.VERSION);quit();\n');
  return /@version (\S+)/.exec(output)?.[1] ?? "of unknown version";
}
