import { resolve } from "node:path";
import type { Command } from "commander";
import { environmentOption, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, runCommand } from "./lib/cli/command-line";
import { moteCommand } from "./lib/cli/mote";
import { print } from "./lib/cli/terminal";
import { namedBoard } from "./lib/cli/which-board";
import { examine } from "./lib/doctor/examine";

const root = resolve(__dirname, "..");

export function command(): Command {
  return moteCommand("doctor")
    .description(
      "Looks at what a node needs: this computer, and one board or all of your own, with their secrets, Wi-Fi and brokers.",
    )
    .addOption(boardOption())
    .addOption(environmentOption())
    .action(async ({ board, env }: EnvironmentOptions & { board?: string }) => {
      const { lines, isHealthy } = await examine(root, {
        environment: process.env,
        names: env,
        board: namedBoard(board, root),
      });
      lines.forEach(print);
      if (!isHealthy) process.exitCode = 1;
    });
}

if (require.main === module) void runCommand(command());
