import { createRequire } from "node:module";
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { environmentOption, loadForCommand, neededForPage, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, macOption, runCommand } from "./lib/cli/command-line";
import { interrupted } from "./lib/cli/interrupted";
import { moteCommand } from "./lib/cli/mote";
import { ownPortOption } from "./lib/cli/numbers";
import { print, printError } from "./lib/cli/terminal";
import { whichBoard } from "./lib/cli/which-board";
import type { RealDesk } from "./lib/desk/real-desk";
import { openRealDesks } from "./lib/desk/real-desks";
import { pageSizes } from "./lib/page/bundle";
import { DEFAULT_PORT, servePage } from "./lib/page/server";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");
const load = createRequire(__filename);

interface Options extends EnvironmentOptions {
  board?: string[];
  mac?: string;
  broker?: string;
  port?: number;
  size?: true;
  measure?: true;
}

async function page(options: Options): Promise<void> {
  if (options.size) return printSizes();
  if (options.measure) return measure();
  const isInterrupted = interrupted();
  const names = [...new Set(options.board ?? [await whichBoard(undefined, root)])];
  if (options.mac !== undefined && names.length > 1) throw new UserError("--mac is of one board; name only that one");
  const desks: RealDesk[] = [];
  try {
    for (const name of names) desks.push(...(await desksOf(name, options)));
    const served = await servePage(desks, { port: options.port, moves: options.port === undefined });
    print(`page     ${served.url}`);
    print("         (whoever has this address can command the boards)");
    for (const { board } of desks) print(`board    ${board.name}`);
    print("Ctrl-C ends it");
    await isInterrupted;
    await served.close();
  } finally {
    await Promise.all(desks.map((desk) => desk.close()));
  }
}

/** What is told of the broker of a board is shown in the terminal as well. */
function desksOf(name: string, { env, mac, broker }: Options): Promise<RealDesk[]> {
  const loaded = loadForCommand(name, { env }, { needs: neededForPage(broker) });
  return openRealDesks(loaded, {
    mac,
    broker,
    listener: (event) => {
      if (event.type !== "told") return;
      const line = `${loaded.board.name}: ${event.text}`;
      if (event.isProblem) printError(line);
      else print(line);
    },
  });
}

/** With a hundred values, and ten hours more for what memory then is. */
async function measure(): Promise<void> {
  // What drives browsers takes its time to load, and is for this alone.
  const { chromiumPath } = load("./lib/page/chromium") as typeof import("./lib/page/chromium");
  const { measuredLines, measurePage } = load("./lib/page/measure") as typeof import("./lib/page/measure");
  if (chromiumPath() === undefined) {
    throw new UserError("no Chromium is installed here: apt-get install chromium, or say where it is with CHROMIUM=…");
  }
  const options = { values: 100, times: 600, further: 10 };
  measuredLines(await measurePage(options), options).forEach(print);
}

async function printSizes(): Promise<void> {
  const sizes = await pageSizes();
  const all = { name: "total", bytes: 0, gzipped: 0 };
  for (const { bytes, gzipped } of sizes) {
    all.bytes += bytes;
    all.gzipped += gzipped;
  }
  print("file          bytes gzipped");
  for (const { name, bytes, gzipped } of [...sizes, all]) {
    print(`${name.padEnd(11)}${String(bytes).padStart(8)}${String(gzipped).padStart(8)}`);
  }
}

export function command(): Command {
  return moteCommand("page")
    .description(
      "Shows boards that are online at their broker in a page in the browser of this computer, and commands them.",
    )
    .addOption(
      boardOption()
        .argParser((name: string, names: string[] | undefined) => [...(names ?? []), name])
        .default(undefined),
    )
    .addOption(environmentOption())
    .addOption(macOption())
    .option("--broker <url>", "another broker than the board file's")
    .addOption(ownPortOption("the page", DEFAULT_PORT))
    .addOption(new Option("--size", "only tells how many bytes the page is, as it is and gzipped"))
    .addOption(
      new Option("--measure", "only tells how fluent it is in a real browser with a hundred values, an hour at 600 x"),
    )
    .action(page);
}

if (require.main === module) void runCommand(command());
