import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { literal } from "../bytes";

/** How long one run of the interpreter may take; under callgrind it is about fifty times as slow as alone, beside other work slower. */
const DEADLINE_MS = 180_000;

/**
 * Runs a script that ends by itself in an interpreter. @returns all it printed, on both outputs
 * @throws Error with what was printed when the interpreter reports an error, or does not end in time
 */
export function runScript(command: readonly string[], script: string): Promise<string> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, "script.js"), script, "latin1");
    return run([...command, "script.js"], folder);
  });
}

/**
 * Starts an interpreter with these files, byte strings by their names, in its Storage: it runs ".boot0" and then ".bootcde", as
 * on a chip, until one of them ends it. Its Storage is written by `interpreter` itself.
 * @returns and throws as `runScript`
 */
export function runFromStorage(
  interpreter: string,
  command: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<string> {
  return inFolder(async (folder) => {
    const writes = Object.entries(files).map(([name, bytes]) => `s.write(${literal(name)},${literal(bytes)});\n`);
    writeFileSync(join(folder, "install.js"), `var s=require("Storage");\n${writes.join("")}quit();\n`, "latin1");
    await run([interpreter, "install.js"], folder);
    return run(command, folder);
  });
}

/** The interpreter keeps its Storage in a file of the folder it runs in. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run([program, ...options]: readonly string[], cwd: string): Promise<string> {
  // Standard input is a pipe on which nothing comes: the interpreter reads its console there, and chokes on an end.
  const child = spawn(program!, options, { cwd, stdio: ["pipe", "pipe", "pipe"] });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  const timer = setTimeout(kill, DEADLINE_MS);
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (_code, by) => resolve(by));
  });
  clearTimeout(timer);
  process.off("exit", kill);
  const at = output.search(/Uncaught|ERROR|LOW_MEMORY|FIFO_FULL/);
  if (at >= 0) throw new Error(`the interpreter reports: ${output.slice(at, at + 300)}`);
  if (signal !== null) throw new Error(`the interpreter did not end within ${DEADLINE_MS} ms: ${output.slice(-300)}`);
  return output;
}
