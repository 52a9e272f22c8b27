import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long one run of the interpreter may take; under callgrind it is about fifty times as slow as alone. */
const DEADLINE_MS = 60_000;

export function hasValgrind(): boolean {
  return spawnSync("valgrind", ["--version"], { stdio: "ignore" }).status === 0;
}

/** Machine instructions that a program took, as callgrind tells at its end. @throws Error when it tells none */
export function instructionsIn(output: string): number {
  const [, count] = /Collected : (\d+)/.exec(output) ?? [];
  if (count === undefined) throw new Error(`callgrind gave no count; the end of its output: ${output.slice(-300)}`);
  return Number(count);
}

/** Runs a script in an interpreter under callgrind. @returns the machine instructions it took */
export async function countInstructions(interpreter: string, script: string): Promise<number> {
  const valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", interpreter];
  return instructionsIn(await runScript(valgrind, script));
}

/**
 * Runs a script that ends by itself in an interpreter. @returns all it printed, on both outputs
 * @throws Error with what was printed when the interpreter reports an error, or does not end in time
 */
export async function runScript(command: readonly string[], script: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    writeFileSync(join(folder, "script.js"), script, "latin1");
    const [program, ...options] = command;
    // Standard input is a pipe on which nothing comes: the interpreter reads its console there, and chokes on an end.
    const child = spawn(program!, [...options, "script.js"], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
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
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
