import { resolve } from "node:path";
import { Command } from "commander";
import { buildBoard } from "../../../../scripts/lib/build/build";
import { runCommand } from "../../../../scripts/lib/cli/command-line";
import { exampleBoard } from "../board/example-board";

/** Builds a board into the folder that is named, as a command does. */
const program = new Command().argument("<folder>").action(async (folder: string) => {
  await buildBoard(exampleBoard({ sensors: [], actuators: [] }), resolve(__dirname, "../../../.."), folder);
  console.log("built");
});

void runCommand(program);
