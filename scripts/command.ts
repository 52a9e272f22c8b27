import { resolve } from "node:path";
import type { Command } from "commander";
import { environmentOption, loadForCommand, neededForCommand, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, macOption, runCommand } from "./lib/cli/command-line";
import { moteCommand } from "./lib/cli/mote";
import { seconds } from "./lib/cli/numbers";
import { boardOfNode } from "./lib/broker/find-node";
import { giveCommand } from "./lib/broker/give-command";
import { joinBroker } from "./lib/broker/join";
import { orderOf } from "./lib/broker/order";
import { awaitAwake } from "./lib/broker/wait-awake";
import { listenForOnline } from "./lib/broker/wait-online";
import { print, printError } from "./lib/cli/terminal";
import { whichBoard } from "./lib/cli/which-board";

const root = resolve(__dirname, "..");
/** Wi-Fi and several brokers may take their time. */
const LONGEST_RESTART_MS = 60_000;

interface Options extends EnvironmentOptions {
  board?: string;
  mac?: string;
  broker?: string;
  for: number;
}

export function command(): Command {
  return moteCommand("command")
    .description(
      "Gives a command to an actuator, signed where the board asks for it, and waits for its state. One that sleeps is given it when it wakes.",
    )
    .argument("<actuator>", "its id in the board file; `restart` alone restarts a board that has an actuator for it")
    .argument("[command]", "such as ON, OFF, TOGGLE or a level; what is only ever pressed needs none")
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(macOption())
    .option("--broker <url>", "another broker than the board file's")
    .option("--for <seconds>", "how long to wait for the state", seconds, 10)
    .action(async (id: string, command: string | undefined, options: Options) => {
      const { board, strangers } = loadForCommand(await whichBoard(options.board, root), options, {
        needs: neededForCommand(options.broker),
      });
      const client = await joinBroker(board, options.broker ?? strangers);
      try {
        const node = await boardOfNode(client, board, options.mac);
        const asked = orderOf(node, id, command);
        await awaitAwake(client, node, printError);
        const online = asked.isRestart ? await listenForOnline(client, node, "it restarts") : undefined;
        print(`${asked.id} ${await giveCommand(client, node, asked.id, asked.command, options.for * 1_000)}`);
        if (online === undefined) return;
        await online(LONGEST_RESTART_MS);
        print(`${node.name} is online again`);
      } finally {
        await client.endAsync(true);
      }
    });
}

if (require.main === module) void runCommand(command());
