import { Command } from "commander";
import { cleanMqtt, type CleanOptions } from "./lib/broker/clean-mqtt";
import { boardOption, macOption, printWarnings, runCommand } from "./lib/cli/command-line";
import { boardOfNode } from "./lib/broker/find-node";
import { joinBroker } from "./lib/broker/join";
import { print } from "./lib/cli/terminal";
import { formatProblem, loadBoard } from "./lib/board/load";
import { UserError } from "./lib/user-error";

interface Options extends Pick<CleanOptions, "all" | "dryRun"> {
  board: string;
  mac?: string;
  broker?: string;
}

const program = new Command("npm run clean-mqtt --")
  .description(
    "Removes the retained messages that a board left on its brokers, also what Home Assistant was told of it.",
  )
  .addOption(boardOption().makeOptionMandatory())
  .addOption(macOption())
  .option("--broker <url>", "another broker than the board file's")
  .option("--all", "also what else is retained below the board's base topic", false)
  .option("--dry-run", "only shows what it would remove", false)
  .action(async (options: Options) => {
    const { board, warnings } = loadBoard(options.board, { environment: process.env });
    printWarnings(warnings.map((warning) => formatProblem(warning)));
    const urls = options.broker === undefined ? board.broker.urls : [options.broker];
    const failures: string[] = [];
    for (const [index, url] of urls.entries()) {
      if (urls.length > 1) print(`broker ${index + 1} of ${urls.length}`);
      try {
        const client = await joinBroker(board, url);
        try {
          const node = await boardOfNode(client, board, options.mac);
          await cleanMqtt(client, node, { ...options, print });
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

void runCommand(program);
