import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { Command } from "commander";
import { runCommand } from "./lib/cli/command-line";

const root = path.resolve(__dirname, "..");

const program = new Command("npm run conformance")
  .description(
    "Runs the tests that show the statements of MQTT 3.1.1 and writes test/conformance/table.md from their titles.",
  )
  .action(() => {
    const mocha = require.resolve("mocha/bin/mocha.js");
    const tests = ["test/conformance/**/*.test.ts", "test/firmware/**/*.test.ts"];
    const { status, error } = spawnSync(process.execPath, [mocha, "--reporter", "dot", ...tests], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, CONFORMANCE_WRITE: "1" },
    });
    if (error !== undefined) throw error;
    process.exitCode = status ?? 1;
  });

void runCommand(program);
