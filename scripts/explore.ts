import { Command, InvalidArgumentError } from "commander";
import { explore, retell } from "../test/exploration/explore";
import { WORLDS } from "../test/exploration/worlds";
import { runCommand } from "./lib/cli/command-line";
import { print } from "./lib/cli/terminal";

function depth(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("A whole number from 1 to 99 is expected.");
  return Number(text);
}

const program = new Command("npm run explore --")
  .description("Walks through every order of what can happen to the MQTT client and a server, up to so many actions.")
  .option("--depth <number>", "how many actions; as in the tests unless given", depth)
  .action((options: { depth?: number }) => {
    for (const { name, size, depth } of WORLDS) {
      const startedMs = performance.now();
      const { states, byDepth, counterexample } = explore(size, options.depth ?? depth);
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      print(`${name}: ${states.toLocaleString("en")} states up to ${byDepth.length - 1} actions, in ${seconds} s`);
      if (counterexample !== undefined) {
        [`${counterexample.problem}, after`, ...retell(size, counterexample.actions).split("\n")].forEach(print);
        process.exitCode = 1;
      }
    }
  });

void runCommand(program);
