import { Command } from "commander";
import { espruinoProblem } from "../test/engines/espruino-runner";
import { greenhouseDay } from "../test/engines/greenhouse-day";
import { greenhouseStory } from "../test/engines/greenhouse-story";
import { runCommand } from "./lib/cli/command-line";
import { print } from "./lib/cli/terminal";
import { UserError } from "./lib/user-error";

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0)) throw new UserError(`--minutes takes a number from 0 on, not "${text}"`);
  return value;
}

const program = new Command("npm run test:espruino --")
  .description(
    "Runs the built greenhouse bundle in the Espruino for Linux that the environment variable ESPRUINO names.",
  )
  .option("--minutes <number>", "how long it runs on before the last look at its memory", minutes, 1)
  .option(
    "--day",
    "instead looks at its memory over a day, with the clock running 300 times as fast: takes five minutes",
  )
  .action(async (options: { minutes: number; day?: boolean }) => {
    const executable = process.env["ESPRUINO"];
    const problem = espruinoProblem(executable);
    if (executable === undefined || problem !== undefined) throw new UserError(problem ?? "ESPRUINO is not set");
    if (options.day === true) {
      await greenhouseDay(executable, print);
    } else {
      await greenhouseStory(executable, options.minutes, (what) => print(`PASS ${what}`));
    }
  });

void runCommand(program);
