import { resolve } from "node:path";
import type { Command } from "commander";
import { environmentOption, loadForCommand, neededForCommand, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, macOption, runCommand } from "./lib/cli/command-line";
import { moteCommand } from "./lib/cli/mote";
import { seconds } from "./lib/cli/numbers";
import { boardOfNode } from "./lib/broker/find-node";
import { giveCommand } from "./lib/broker/give-command";
import { joinBroker } from "./lib/broker/join";
import { print } from "./lib/cli/terminal";
import { whichBoard } from "./lib/cli/which-board";

const root = resolve(__dirname, "..");

interface Options extends EnvironmentOptions {
  board?: string;
  mac?: string;
  broker?: string;
  for: number;
}

export function command(): Command {
  return moteCommand("command")
    .description("Gives a command to an actuator, signed where the board asks for it, and waits for its state.")
    .argument("<actuator>", "its id in the board file")
    .argument("<command>", "such as ON, OFF, TOGGLE or a level")
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(macOption())
    .option("--broker <url>", "another broker than the board file's")
    .option("--for <seconds>", "how long to wait for the state", seconds, 10)
    .action(async (id: string, command: string, options: Options) => {
      const { board, strangers } = loadForCommand(await whichBoard(options.board, root), options, {
        needs: neededForCommand(options.broker),
      });
      const client = await joinBroker(board, options.broker ?? strangers);
      try {
        const node = await boardOfNode(client, board, options.mac);
        print(`${id} ${await giveCommand(client, node, id, command, options.for * 1_000)}`);
      } finally {
        await client.endAsync(true);
      }
    });
}

if (require.main === module) void runCommand(command());
