import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { literal } from "../../scripts/lib/bytes";

/**
 * Runs a snippet in a real Espruino for Linux.
 * @param snippet calls `out(…)` for what counts; everything else on the console is the interpreter's own. `block(ms)` keeps
 * the engine busy for so long
 * @param ms how long the interpreter is left to run before it is told to quit
 */
export async function runInEspruino(interpreter: string, snippet: string, ms = 300): Promise<string[]> {
  // The interpreter keeps its Storage in a file of the current directory.
  const directory = mkdtempSync(join(tmpdir(), "mote-facts-"));
  try {
    writeFileSync(
      join(directory, "snippet.js"),
      `var out=function(text){print("@"+text+"@")};\nvar block=function(ms){var end=getTime()+ms/1000;while(getTime()<end);};\n` +
        `setTimeout(quit,${ms});\n${snippet}\n`,
    );
    const printed = await new Promise<string>((resolve) => {
      execFile(interpreter, ["snippet.js"], { cwd: directory, timeout: ms + 10_000 }, (_error, stdout) =>
        resolve(stdout),
      );
    });
    return [...printed.matchAll(/@(.*?)@\r?\n/g)].map((match) => match[1]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A snippet that runs a built program as the chip does: from flash memory, byte for byte. */
export function fromStorage(bundle: string): string {
  return `require("Storage").write("bundle",${literal(bundle)});eval(require("Storage").read("bundle"));`;
}
