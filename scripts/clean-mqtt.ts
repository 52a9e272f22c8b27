import { resolve } from "node:path";
import type { Command } from "commander";
import { cleanMqtt, type CleanOptions } from "./lib/broker/clean-mqtt";
import { environmentOption, loadForCommand, neededForCleaning, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, macOption, runCommand } from "./lib/cli/command-line";
import { moteCommand } from "./lib/cli/mote";
import { boardOfNode } from "./lib/broker/find-node";
import { joinBroker } from "./lib/broker/join";
import { print } from "./lib/cli/terminal";
import { whichBoard } from "./lib/cli/which-board";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

interface Options extends Pick<CleanOptions, "all" | "dryRun">, EnvironmentOptions {
  board?: string;
  mac?: string;
  broker?: string;
}

export function command(): Command {
  return moteCommand("clean")
    .description(
      "Removes the retained messages that a board left on its brokers, also what Home Assistant was told of it.",
    )
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(macOption())
    .option("--broker <url>", "another broker than the board file's")
    .option("--all", "also what else is retained below the board's base topic", false)
    .option("--dry-run", "only shows what it would remove", false)
    .action(async (options: Options) => {
      const { broker: other } = options;
      const { board, strangers, hide } = loadForCommand(await whichBoard(options.board, root), options, {
        needs: neededForCleaning(other),
      });
      const urls = other === undefined ? board.broker.urls : [other];
      const failures: string[] = [];
      for (const [index, url] of urls.entries()) {
        if (urls.length > 1) print(`broker ${index + 1} of ${urls.length}`);
        try {
          const only = { ...board, broker: { ...board.broker, urls: [url] } };
          const client = await joinBroker(only, other ?? strangers);
          try {
            const node = await boardOfNode(client, board, options.mac);
            await cleanMqtt(client, node, { ...options, print: (line) => print(hide(line)) });
          } finally {
            await client.endAsync(true);
          }
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          failures.push(...error.lines.map((line) => (urls.length > 1 ? `broker ${index + 1}: ${line}` : line)));
        }
      }
      if (failures.length > 0) throw new UserError(...failures);
    });
}

if (require.main === module) void runCommand(command());
