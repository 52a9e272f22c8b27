import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { buildBoard } from "./lib/build/build";
import { environmentOption, loadForCommand, type EnvironmentOptions } from "./lib/cli/board";
import { boardOption, macOption, runCommand } from "./lib/cli/command-line";
import { interrupted } from "./lib/cli/interrupted";
import { moteCommand, typed } from "./lib/cli/mote";
import { wholeNumber } from "./lib/cli/numbers";
import { isTerminal, overwrite, print, screenWidth } from "./lib/cli/terminal";
import { whichBoard } from "./lib/cli/which-board";
import { joinBroker } from "./lib/broker/join";
import { programOfBuild } from "./lib/update/program-image";
import { Screen } from "./lib/update/screen";
import { releaseTextProblem } from "./lib/update/sign-update";
import { updateKey } from "./lib/update/takes-updates";
import { goBack, update, withdraw, type UpdateContext } from "./lib/update/update";

const root = resolve(__dirname, "..");
/** What a broker at home and Wi-Fi carry beside all else, in bytes a second. */
const USUAL_RATE = 100_000;

interface Options extends EnvironmentOptions {
  board?: string;
  mac?: string;
  all: boolean;
  broker?: string;
  canary: number;
  rate: number;
  dryRun: boolean;
  offer?: "now" | "ask" | true;
  withdraw?: boolean;
  again: boolean;
  back?: boolean;
  text: string;
}

function releaseText(text: string): string {
  const problem = releaseTextProblem(text);
  if (problem !== undefined)
    throw new InvalidArgumentError(`A text that Home Assistant shows is expected; this one ${problem}.`);
  return text;
}

const time: UpdateContext["time"] = {
  nowMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

async function run(options: Options): Promise<void> {
  const { mac, all: isAll, broker, dryRun: isDryRun } = options;
  const name = await whichBoard(options.board, root);
  const { board, strangers } = loadForCommand(name, options);
  updateKey(board);
  const program =
    options.back === true || options.withdraw === true ? undefined : programOfBuild(await buildBoard(board, root));
  const join = (): ReturnType<typeof joinBroker> => joinBroker(board, broker ?? strangers);
  const client = await join();
  const context: UpdateContext = {
    board,
    client,
    join,
    time,
    stopped: interrupted(),
    screen: new Screen({ isTerminal: isTerminal(), print, overwrite, width: screenWidth, nowMs: () => time.nowMs() }),
    command: (more) =>
      typed("update", [
        "--board",
        name,
        ...(mac === undefined ? [] : ["--mac", mac]),
        ...(isAll ? ["--all"] : []),
        // One with a password is not printed.
        ...(broker === undefined || broker.includes("@") ? [] : ["--broker", broker]),
        ...more,
      ]),
  };
  try {
    if (options.withdraw === true) return await withdraw(context, { mac, isAll });
    const isDone =
      program === undefined
        ? await goBack(context, { mac, isAll }, isDryRun)
        : await update(context, {
            mac,
            isAll,
            program,
            counter: Math.floor(Date.now() / 1_000),
            canary: options.canary,
            bytesPerSecond: options.rate,
            isAgain: options.again,
            text: options.text,
            standing: options.offer === true ? "now" : options.offer,
            isDryRun,
          });
    if (!isDone) process.exitCode = 1;
  } finally {
    await client.endAsync(true);
  }
}

export function command(): Command {
  const others = ["canary", "rate", "offer", "again", "text"];
  return moteCommand("update")
    .description(
      "Builds a board, brings the program over the air to its nodes that are online, and waits until each has stood its " +
        "trial of a minute. One that does not work comes back to its old program by itself.",
    )
    .addOption(boardOption())
    .addOption(environmentOption())
    .addOption(macOption())
    .addOption(
      new Option("--all", "each node that is online, where several have this board").default(false).conflicts("mac"),
    )
    .option("--broker <url>", "another broker than the board file's")
    .addOption(
      new Option("--canary <nodes>", "so many first, and the others only when those stood their trial")
        .argParser(wholeNumber(1, 10_000))
        .default(0, "none"),
    )
    .option(
      "--rate <bytes>",
      "at most so many bytes a second, for all together",
      wholeNumber(500, 100_000_000),
      USUAL_RATE,
    )
    .option("--dry-run", "only says who would get what", false)
    .addOption(
      new Option(
        "--offer [when]",
        "leaves the offer on the broker, also for nodes that are away, and serves it until Ctrl-C: a node takes it now, or when Home Assistant is asked to install it",
      )
        .choices(["now", "ask"])
        .preset("now")
        .conflicts("canary"),
    )
    .addOption(new Option("--withdraw", "takes such an offer away").conflicts([...others, "back"]))
    .option("--again", "also to a node that came back from this very program", false)
    .addOption(
      new Option("--back", "has nodes return to the program before, which lies beside the one that runs").conflicts(
        others,
      ),
    )
    .option("--text <text>", "what is new, for Home Assistant: at most 120 characters", releaseText, "")
    .addHelpText("after", "\nEnds with 0 when each node runs the program, and with 1 when one does not.")
    .action(run);
}

if (require.main === module) void runCommand(command());
