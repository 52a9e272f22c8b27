import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { readEnvironmentFile } from "./lib/board/secrets";
import { printWarnings, runCommand } from "./lib/cli/command-line";
import { ask, choose } from "./lib/cli/keyboard";
import { moteCommand, tellNext, typed } from "./lib/cli/mote";
import { print } from "./lib/cli/terminal";
import { ASKED_FORM, parseAsked, type Asked, type List } from "./lib/new/asked";
import { boardFileOf, type Wish } from "./lib/new/board-file";
import { askForBoard, pinLines, usualBase } from "./lib/new/questions";
import { boardPath, checkName, writeBoard } from "./lib/new/write-board";
import type { Platform } from "./lib/platforms/engine-files";
import { PLATFORMS, platformName } from "./lib/platforms/needs";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

interface Options extends Partial<Platform> {
  sensor?: Asked[];
  actuator?: Asked[];
  topics?: string;
}

/** Has at least something to publish. */
const USUAL_SENSORS: readonly Asked[] = [{ kind: "uptime", pins: [] }];

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

function platformOf({ engine, chip }: Partial<Platform>): Platform {
  const found = PLATFORMS.find((each) => each.engine === (engine ?? each.engine) && each.chip === (chip ?? each.chip));
  if (found !== undefined) return found;
  throw new UserError(
    `there is no such pair of --engine and --chip; there are: ${PLATFORMS.map(platformName).join(", ")}`,
  );
}

/** Whether the broker is to be told a user name: as .env has it, and as .env.example has it where there is no .env. */
function brokerHasUser(): boolean {
  const own = readEnvironmentFile(root, ".env");
  return "MQTT_USERNAME" in own || !("MQTT_HOST" in own);
}

async function wishOf(name: string | undefined, options: Options): Promise<Wish> {
  const hasUser = brokerHasUser();
  const isAsked = Object.keys(options).length === 0 && process.stdin.isTTY === true;
  if (isAsked) {
    return askForBoard(root, name, hasUser, { ask: async (question) => (await ask(question)) ?? "", choose, print });
  }
  if (name === undefined) throw new UserError(`say what it is to be called (see ${typed("new", ["--help"])})`);
  const { sensor, actuator, topics = usualBase(name), ...platform } = options;
  const sensors = sensor ?? (actuator === undefined ? USUAL_SENSORS : []);
  return { ...platformOf(platform), name, base: topics, sensors, actuators: actuator ?? [], hasUser };
}

async function newBoard(name: string | undefined, options: Options): Promise<void> {
  if (name !== undefined) checkName(root, name);
  const wish = await wishOf(name, options);
  const file = boardFileOf(wish);
  printWarnings(await writeBoard(root, wish.name, file));
  print(`${boardPath(wish.name)} is written, for ${platformName(wish)}:`);
  pinLines(file).forEach((line) => print(`  ${line}`));
  if (!("MQTT_HOST" in readEnvironmentFile(root, ".env"))) {
    print("Wi-Fi and broker come from .env: copy .env.example there, and put in your own, before it goes onto a chip");
  }
  tellNext("start", ["--board", wish.name], "runs it on this computer");
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
    .action(newBoard);
}

if (require.main === module) void runCommand(command());
