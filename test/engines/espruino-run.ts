import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { literal } from "../../scripts/lib/bytes";

/** What ends a run, and is told of it, where a time would be too short on a busy machine. */
interface Awaited {
  /** How many lines are awaited, for 20 s at the most. */
  lines?: number;
  /** Is told all lines so far, whenever there are more. */
  onOut?: (lines: string[]) => void;
}

const MOST_MS = 20_000;

/**
 * Runs a snippet in a real Espruino for Linux.
 * @param snippet calls `out(…)` for what counts; everything else on the console is the interpreter's own. `block(ms)` keeps
 * the engine busy for so long
 * @param ms how long the interpreter is left to run before it is told to quit, or goes on after as many lines as are awaited
 */
export async function runInEspruino(
  interpreter: string,
  snippet: string,
  ms = 300,
  awaited: Awaited = {},
): Promise<string[]> {
  const { lines, onOut } = awaited;
  const mostMs = lines === undefined ? ms : MOST_MS;
  // The interpreter keeps its Storage in a file of the current directory.
  const directory = mkdtempSync(join(tmpdir(), "mote-facts-"));
  try {
    writeFileSync(
      join(directory, "snippet.js"),
      `var outs=0;var out=function(text){print("@"+text+"@");if(++outs==${lines ?? -1})setTimeout(quit,${ms})};\nvar block=function(ms){var end=getTime()+ms/1000;while(getTime()<end);};\n` +
        `setTimeout(quit,${mostMs});\n${snippet}\n`,
    );
    const printed = await new Promise<string>((resolve) => {
      let soFar = "";
      const child = execFile(
        interpreter,
        ["snippet.js"],
        { cwd: directory, timeout: mostMs + 10_000 },
        (_error, stdout) => resolve(stdout),
      );
      child.stdout?.on("data", (text: string) => onOut?.(outsOf((soFar += text))));
    });
    return outsOf(printed);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A snippet that runs a built program as the chip does: from flash memory, byte for byte. */
export function fromStorage(bundle: string): string {
  return `require("Storage").write("bundle",${literal(bundle)});eval(require("Storage").read("bundle"));`;
}

function outsOf(printed: string): string[] {
  return [...printed.matchAll(/@(.*?)@\r?\n/g)].map((match) => match[1]);
}
