import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Command } from "commander";
import { scripts } from "../package.json";
import { runCommand } from "./lib/cli/command-line";
import { print } from "./lib/cli/terminal";
import { longFiles } from "./lib/suite/long-files";
import { runSideBySide } from "./lib/suite/side-by-side";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

/** Scripts of package.json that take one core each; those that take longest are first. */
const CHECKS = [
  "mocha:statements",
  "lint:code",
  "typecheck:host",
  "lint:format",
  "typecheck:firmware",
  "typecheck:esp8266",
  "typecheck:boards",
  "typecheck:page",
] as const;

async function check(): Promise<void> {
  const tasks = CHECKS.map((name) => ({ name, command: scripts[name] }));
  const failed = await runSideBySide(tasks, availableParallelism(), (text) => text.split("\n").forEach(print));
  if (failed.length > 0) throw new UserError(`FAILED: ${failed.join(", ")}`);
}

/** Takes all cores by itself. @param length What test/thorough.ts asks for */
function runTests(command: string, length: "0" | "1"): void {
  const { status, error } = spawnSync(command, {
    shell: true,
    stdio: "inherit",
    env: { ...process.env, THOROUGH: length },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new UserError(`FAILED: ${command}`);
}

const program = new Command("npm test")
  .description("Lints, checks types and runs the tests.")
  .option("--all", "then goes to full length where the tests otherwise go a fraction of the way", false)
  .action(async ({ all }: { all: boolean }) => {
    await check();
    runTests(scripts["mocha:others"], "0");
    if (all) runTests(`mocha --parallel ${longFiles(root).join(" ")}`, "1");
  });

void runCommand(program);
