import { fork } from "node:child_process";
import { join } from "node:path";
import type { V8Result } from "./v8-child";

const RUN_TYPESCRIPT = join(__dirname, "../../../.config/run-typescript.cjs");

/** Measures a bundle built from a `clientProgram` with the network in memory. */
export async function measureInV8(bundlePath: string): Promise<V8Result> {
  const child = fork(join(__dirname, "v8-child.ts"), [bundlePath], {
    execArgv: ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64", "--require", RUN_TYPESCRIPT],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (result) => resolve(result as V8Result));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`measuring in V8 ended with exit code ${code}`)));
  });
}
