import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import type { Board } from "./lib/board/config";
import { buildBoard, type BoardBuild, type Build } from "./lib/build/build";
import { environmentOption, loadForCommand, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, printWarnings, runCommand } from "./lib/cli/command-line";
import { moteCommand, tellNext } from "./lib/cli/mote";
import { print } from "./lib/cli/terminal";
import { whichBoard } from "./lib/cli/which-board";
import { tableOfVariables, variableWarnings } from "./lib/build/espruino/variables/budget";
import { HEAP_BYTES, heapWarnings } from "./lib/build/lua/heap";
import { RUNTIME_VERSION } from "./lib/flash/interpreter/layout";
import { takesUpdates } from "./lib/update/takes-updates";
import { leastPartitionBytes } from "./lib/build/lua/lfs/partition";
import { UserError } from "./lib/user-error";
import { describeSleep, START_MS } from "./lib/sleep/describe";

const root = resolve(__dirname, "..");
const load = createRequire(__filename);

interface Options extends EnvironmentOptions {
  board?: string;
  source?: boolean;
}

function describe(board: Board, { bundlePath, bytes, parts, needs, heapBytes, variables }: Build): string[] {
  const rows = parts.map((part) => `  ${part.name.padEnd(12)}${String(part.bytes).padStart(6)}`);
  return [
    `${board.name}: ${relative(process.cwd(), bundlePath)}`,
    ...rows,
    `  ${"total".padEnd(12)}${String(bytes).padStart(6)} bytes`,
    ...(needs === undefined ? [] : [`  NodeMCU with the modules ${needs.modules.join(", ")}`]),
    ...(needs?.lfsBytes === undefined ? [] : [describeImage(needs.lfsBytes)]),
    ...(heapBytes === undefined ? [] : [`  ${heapBytes} of some ${HEAP_BYTES} bytes of heap once it has started`]),
    ...(board.engine === "espruino" ? [`  Espruino ${RUNTIME_VERSION} or later`] : []),
    ...(variables === undefined ? [] : tableOfVariables(board, variables)),
    `  updates ${takesUpdates(board)}`,
  ];
}

function describeImage(bytes: number): string {
  return `  image of ${bytes} bytes; the LFS partition must have at least ${leastPartitionBytes(bytes)}`;
}

/** What a board that sleeps takes of its battery, by its own program on the simulated board. */
async function describeBattery(board: Board, { bundlePath, secrets }: BoardBuild): Promise<string[]> {
  const { chip, hardware, sleep } = board;
  if (sleep === undefined) return [];
  // Loaded for boards that sleep alone: it brings all of the simulator.
  const { measureWakes, NeverAsleep } = load("../test/simulator/wakes") as typeof import("../test/simulator/wakes");
  const { connecting, quiet, ...flash } = await measureWakes(board, bundlePath, secrets).catch((error: unknown) => {
    if (!(error instanceof NeverAsleep)) throw error;
    throw new UserError(
      `${board.name} does not go back to sleep on the simulated board, and would empty its battery; its console ends with:`,
      ...error.console.map((line) => `  ${line}`),
    );
  });
  const starts = { name: "starts", ms: START_MS, radio: false };
  return describeSleep({
    ...sleep,
    chip,
    ...(hardware === undefined ? {} : { hardware }),
    connecting: [starts, ...connecting],
    ...(quiet === undefined ? {} : { quiet: [starts, ...quiet] }),
    flash,
  });
}

export function command(): Command {
  return moteCommand("build")
    .description(
      "Builds a board into dist/<name>/: bundle.js for Espruino; init.lua and the program for NodeMCU. Tells what it takes.",
    )
    .addOption(boardOption())
    .addOption(environmentOption())
    .option("--source", "also writes main.ts, the program in TypeScript that is made of the board file")
    .action(async (options: Options) => {
      const name = await whichBoard(options.board, root);
      const { board } = loadForCommand(name, options);
      const build = await buildBoard(board, root, join(root, "dist", board.name), options.source === true);
      printWarnings([...heapWarnings(build.heapBytes), ...variableWarnings(board, build.variables)]);
      describe(board, build).forEach(print);
      (await describeBattery(board, build)).forEach(print);
      tellNext("flash", ["--board", name], "puts it on a chip");
    });
}

if (require.main === module) void runCommand(command());
