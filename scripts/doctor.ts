import { resolve } from "node:path";
import { Command } from "commander";
import { environmentOption, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, runCommand } from "./lib/cli/command-line";
import { print } from "./lib/cli/terminal";
import { examine } from "./lib/doctor/examine";

const root = resolve(__dirname, "..");

const program = new Command("npm run doctor --")
  .description("Looks at what a node needs: this computer, the board files, their secrets, Wi-Fi and brokers.")
  .addOption(boardOption())
  .addOption(environmentOption())
  .action(async ({ board, env }: EnvironmentOptions & { board?: string }) => {
    const { lines, isHealthy } = await examine(root, { environment: process.env, names: env, board });
    lines.forEach(print);
    if (!isHealthy) process.exitCode = 1;
  });

void runCommand(program);
