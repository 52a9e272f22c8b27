import { spawn } from "node:child_process";

/** A command of the shell, with what people call it. */
export interface Task {
  name: string;
  command: string;
  environment?: Readonly<Record<string, string>>;
}

/**
 * Runs commands beside one another, the first ones first. What a command says is shown when it has ended, so that nothing is mixed.
 * @param most How many run at once
 * @returns The names of those that failed
 */
export async function runSideBySide(
  tasks: readonly Task[],
  most: number,
  print: (text: string) => void,
): Promise<string[]> {
  const waiting = [...tasks];
  const failed: string[] = [];
  const runNext = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const startedMs = performance.now();
      const { code, said } = await run(task);
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      if (code !== 0) failed.push(task.name);
      print(`${task.name}: ${code === 0 ? "passed" : "FAILED"}, ${seconds} s\n${said}`);
    }
  };
  await Promise.all(Array.from({ length: most }, runNext));
  return failed;
}

function run({ command, environment }: Task): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    const said: Buffer[] = [];
    for (const output of [child.stdout, child.stderr]) output.on("data", (bytes: Buffer) => said.push(bytes));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said: Buffer.concat(said).toString() }));
  });
}
