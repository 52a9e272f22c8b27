import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { printWarnings, runCommand } from "./lib/cli/command-line";
import { ask, choose } from "./lib/cli/keyboard";
import { moteCommand, tellNext } from "./lib/cli/mote";
import { print } from "./lib/cli/terminal";
import { ASKED_FORM, parseAsked, type Asked, type List } from "./lib/new/asked";
import { newBoard, type NewBoardOptions } from "./lib/new/new-board";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

function askedOption(list: List): Option {
  const flag = list.replace(/s$/, "");
  return new Option(
    `--${flag} <${flag}>`,
    `${ASKED_FORM}, such as ${list === "sensors" ? "soil=analog@D34" : "pump=switch"}; may be given for each`,
  ).argParser((text, before: Asked[] | undefined) => {
    try {
      return [...(before ?? []), parseAsked(list, text)];
    } catch (error) {
      throw error instanceof UserError ? new InvalidArgumentError(error.message) : error;
    }
  });
}

async function ofName(name: string | undefined, options: NewBoardOptions): Promise<void> {
  const person = { ask: async (question: string) => (await ask(question)) ?? "", choose, print };
  const made = await newBoard(root, name, options, process.stdin.isTTY ? person : undefined);
  printWarnings(made.warnings);
  made.lines.forEach(print);
  tellNext("start", ["--board", made.name], "runs it on this computer");
}

export function command(): Command {
  return moteCommand("new")
    .description("Writes a board file that runs at once: by these options, or where none is given by a few questions.")
    .argument("[name]", "what the board is called")
    .addOption(new Option("--engine <engine>", "the interpreter on the chip").choices(["espruino", "nodemcu"]))
    .addOption(new Option("--chip <chip>", "the chip").choices(["esp32", "esp8266"]))
    .addOption(askedOption("sensors"))
    .addOption(askedOption("actuators"))
    .option("--topics <base>", "what its topics begin with (default: home/<name>)")
    .action(ofName);
}

if (require.main === module) void runCommand(command());
