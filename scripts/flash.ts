import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Option, type Command } from "commander";
import { buildBoard } from "./lib/build/build";
import { mostVariables, variableWarnings } from "./lib/build/espruino/variables/budget";
import { heapWarnings } from "./lib/build/lua/heap";
import { environmentOption, loadForCommand, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, printWarnings, runCommand, withoutSecrets } from "./lib/cli/command-line";
import { moteCommand, tellNext } from "./lib/cli/mote";
import { flash } from "./lib/flash/flash";
import { flashAll } from "./lib/flash/flash-all";
import { ask } from "./lib/cli/keyboard";
import { progressLine } from "./lib/cli/progress-bar";
import { isTerminal, overwrite, print } from "./lib/cli/terminal";
import { findRuntimeImage } from "./lib/flash/interpreter/find-image";
import { installRuntime } from "./lib/flash/interpreter/install";
import type { RuntimeChip } from "./lib/flash/interpreter/layout";
import { useProxyOf } from "./lib/flash/interpreter/proxy";
import { serialPort, serialPortOption } from "./lib/cli/serial-port";
import { likelyBoards, whichBoard } from "./lib/cli/which-board";
import { openLine } from "./lib/serial/open";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

interface Options extends EnvironmentOptions {
  board?: string;
  all?: boolean;
  port?: string;
  broker?: string;
  runtime?: string;
  yes?: boolean;
  verify: boolean;
}

const printSafely = (line: string): void => print(withoutSecrets(line));

/** Shows how far something is, in one line that stays. */
function progress(): (done: number, total: number) => void {
  if (!isTerminal()) return () => {};
  const startedMs = performance.now();
  return (done, total) => {
    overwrite(progressLine(done, total, performance.now() - startedMs), done === total);
  };
}

/** The same for a download, whose size its server may keep to itself. */
function downloaded(): (done: number, total: number | undefined) => void {
  const show = progress();
  return (done, total) => {
    if (total !== undefined) show(done, total);
  };
}

async function confirm(isYes: boolean, question: string): Promise<boolean> {
  return isYes || /^y(es)?$/i.test((await ask(`${question} [y/N] `)) ?? "");
}

async function flashBoard(name: string, options: Options): Promise<void> {
  const { board, secrets, hide, strangers } = loadForCommand(name, options);
  // The node will connect there, whatever this command does.
  printWarnings([...new Set(strangers.values())].map((why) => `warning: ${why}`));
  const { filePaths, secrets: secretsFile, needs, heapBytes, variables } = await buildBoard(board, root);
  printWarnings([...heapWarnings(heapBytes), ...variableWarnings(board, variables)]);
  const line = await openLine(await serialPort(options.port));
  const sure = (question: string): Promise<boolean> => confirm(options.yes === true, question);
  const shown = (text: string): string =>
    secrets.reduce((rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, "…")), hide(text));
  try {
    await flash(line, {
      board,
      files: filePaths.map((path) => ({ name: basename(path), bytes: readFileSync(path, "latin1") })),
      secrets: secretsFile,
      needs,
      ...(variables === undefined ? {} : { mostVariables: mostVariables(board, variables) }),
      installRuntime: async (isEspruino) => {
        await installRuntime(line, {
          // A board with Espruino on another chip was refused.
          chip: board.chip as RuntimeChip,
          isEspruino,
          findImage: (chip) =>
            findRuntimeImage(chip, { root, file: options.runtime, confirm: sure, print, onProgress: downloaded() }),
          confirm: sure,
          print,
          onProgress: progress(),
        });
      },
      isVerified: options.verify,
      broker: options.broker ?? strangers,
      print: (text) => print(shown(text)),
      onProgress: progress(),
    });
  } catch (error) {
    throw error instanceof UserError ? new UserError(...error.lines.map(shown)) : error;
  } finally {
    await line.close();
  }
}

export function command(): Command {
  return moteCommand("flash")
    .description(
      "Builds a board and puts it on a chip. An ESP32, ESP32-C3 or ESP32-S3 without Espruino gets that first; NodeMCU has to be on the chip.",
    )
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(new Option("--all", "every board of your own, one chip after the other").conflicts("board"))
    .addOption(serialPortOption())
    .option("--broker <url>", "the broker to see the node on, if not the board file's")
    .option("--runtime <file>", "Espruino for a chip that has none: a release's .tgz, or its folder")
    .option(
      "-y, --yes",
      "erase what else is on the chip, and write an Espruino that is none of the recorded ones, without asking",
    )
    .option("--no-verify", "do not wait for the node to say that it is online")
    .action(async (options: Options) => {
      useProxyOf(process.env);
      if (options.all !== true) {
        const name = await whichBoard(options.board, root);
        await flashBoard(name, options);
        const port = options.port === undefined ? [] : ["--port", options.port];
        tellNext("monitor", ["--board", name, ...port], "shows its console");
        tellNext("page", ["--board", name], "shows it in the browser, once it is online");
      } else if (
        !(await flashAll(likelyBoards(root), { flash: (name) => flashBoard(name, options), ask, print: printSafely }))
      ) {
        process.exitCode = 1;
      }
    });
}

if (require.main === module) void runCommand(command());
