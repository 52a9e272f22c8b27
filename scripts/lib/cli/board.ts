import { InvalidArgumentError, Option } from "commander";
import { formatProblem, loadBoard, type LoadedBoard, type LoadOptions } from "../board/load";
import type { Path } from "../board/source";
import { hideInErrors, printWarnings } from "./command-line";

/** The `--env` of every command that loads a board file. */
export function environmentOption(): Option {
  return new Option(
    "--env <name>",
    "a variable of the environment that the board file may have; may be given for each",
  ).argParser((name, names: string[] | undefined) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new InvalidArgumentError("The name of a variable is expected.");
    return [...(names ?? []), name];
  });
}

export interface EnvironmentOptions {
  env?: string[];
}

/**
 * Loads the board of a command, and says what its author should know. From now on no error shows a value of its `${NAME}`.
 * @throws UserError as `loadBoard`
 */
export function loadForCommand(
  name: string,
  { env }: EnvironmentOptions,
  options: Partial<Pick<LoadOptions, "environment" | "needs">> = {},
): LoadedBoard {
  const loaded = loadBoard(name, { environment: process.env, names: env, ...options });
  hideInErrors(loaded.hide);
  printWarnings(loaded.warnings.map((warning) => formatProblem(warning)));
  return loaded;
}

/** What is used of a board file by who gives a node a command. @param brokerUrl Another broker than the board file's */
export function neededForCommand(brokerUrl: string | undefined): (path: Path) => boolean {
  const parts = ["name", "broker", "topics", "commands"];
  return (path) => (parts.includes(String(path[0])) || isTopicOf("actuators", path)) && !isReplaced(path, brokerUrl);
}

/** By who shows what it publishes, and commands it. */
export function neededForPage(brokerUrl: string | undefined): (path: Path) => boolean {
  const parts = ["name", "engine", "chip", "broker", "topics", "commands", "sensors", "actuators", "rules"];
  return (path) => parts.includes(String(path[0])) && !isReplaced(path, brokerUrl);
}

/** By who cleans a broker of what it left there. */
export function neededForCleaning(brokerUrl: string | undefined): (path: Path) => boolean {
  const parts = ["name", "broker", "topics"];
  return (path) =>
    (parts.includes(String(path[0])) ||
      isTopicOf("sensors", path) ||
      isTopicOf("actuators", path) ||
      (path[0] === "homeAssistant" && path[1] === "prefix")) &&
    !isReplaced(path, brokerUrl);
}

/** Whether this is what entries of a list are called, or what their topics are. */
function isTopicOf(list: string, path: Path): boolean {
  return path[0] === list && /^(id|type)$|Topic$/.test(String(path.at(-1)));
}

/** By who only looks for its last build. */
export function neededForMonitor(path: Path): boolean {
  return ["name", "engine"].includes(String(path[0]));
}

/** By who reads what a node publishes of its console. */
export function neededForBrokerMonitor(brokerUrl: string | undefined): (path: Path) => boolean {
  const parts = ["broker", "topics", "consoles"];
  return (path) => neededForMonitor(path) || (parts.includes(String(path[0])) && !isReplaced(path, brokerUrl));
}

function isReplaced([first, second]: Path, brokerUrl: string | undefined): boolean {
  return first === "broker" && second === "urls" && brokerUrl !== undefined;
}
