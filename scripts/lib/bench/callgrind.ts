import { spawnSync } from "node:child_process";
import { runFromStorage, runScript } from "./interpreter";

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
  return instructionsIn(await runScript(underCallgrind(interpreter), script));
}

/** The same of an interpreter with these files in its Storage. @returns what it printed, too */
export async function countFromStorage(
  interpreter: string,
  files: Readonly<Record<string, string>>,
): Promise<{ instructions: number; output: string }> {
  const output = await runFromStorage(interpreter, underCallgrind(interpreter), files);
  return { instructions: instructionsIn(output), output };
}

/**
 * What reads flash memory is left out: an ESP32 has it in its address space, and the build for Linux opens, searches and closes a file for
 * each 16 bytes, which is a tenth to a fifth of all that an app does there.
 */
const WITHOUT_FLASH = ["--toggle-collect=jshFlashRead", "--collect-atstart=yes"];

function underCallgrind(interpreter: string): string[] {
  return ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", ...WITHOUT_FLASH, interpreter];
}
