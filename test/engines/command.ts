import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(__dirname, "../..");

/** A command of this project as a person runs it, and what it prints. */
export class Command {
  readonly lines: string[] = [];
  readonly done: Promise<number | null>;
  readonly #child: ChildProcess;
  #onLine = (): void => {};

  constructor(script: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, ["-r", "./.config/run-typescript.cjs", `scripts/${script}.ts`, ...args], {
      cwd: root,
      env: environment,
      stdio: ["pipe", "pipe", "pipe"],
    });
    for (const output of [this.#child.stdout!, this.#child.stderr!]) {
      createInterface({ input: output }).on("line", (line) => {
        this.lines.push(line);
        this.#onLine();
      });
    }
    this.done = new Promise((resolve) => this.#child.once("close", resolve));
  }

  async until(wanted: RegExp): Promise<void> {
    while (!this.lines.some((line) => wanted.test(line))) {
      await Promise.race([
        new Promise<void>((next) => (this.#onLine = next)),
        this.done.then(() => assert.fail(`it ended:\n${this.lines.join("\n")}`)),
      ]);
    }
  }

  type(text: string): void {
    this.#child.stdin!.write(text);
  }

  end(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    return this.done;
  }
}
