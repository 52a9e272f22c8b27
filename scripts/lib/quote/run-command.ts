import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { readEnvironmentFile } from "../board/secrets";

/** A command of this project under way. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** What it printed so far. */
  text(): string;
  /** Resolves with all that it printed, when it has ended. */
  readonly ended: Promise<string>;
}

/** Starts the command of scripts/ that is called `name`, with the secrets that .env.example has. */
export function startCommand(root: string, name: string, args: readonly string[]): RunningCommand {
  const own = { ...process.env };
  // Where somebody's interpreter lies is nobody else's business; what does not need one does not tell of it.
  if (!name.startsWith("test-")) delete own["ESPRUINO"];
  const child = spawn(
    process.execPath,
    ["-r", join(root, ".config/run-typescript.cjs"), join(root, "scripts", `${name}.ts`), ...args],
    { cwd: root, env: { ...own, ...readEnvironmentFile(root, ".env.example") } },
  );
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  const ended = new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(text));
  });
  return { child, text: () => text, ended };
}

/** What a command prints to its output. */
export function runCommand(root: string, name: string, args: readonly string[]): Promise<string> {
  return startCommand(root, name, args).ended;
}
