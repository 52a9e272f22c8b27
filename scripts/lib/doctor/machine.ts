import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Environment } from "../board/secrets";
import { bridgeOf, describePort, type PortInfo } from "../serial/port-info";
import { howToBeAllowed } from "../serial/port-rights";
import { UserError } from "../user-error";
import type { Check } from "./check";

/** @param range as package.json's "engines" has it: ^a.b.c, >=a, with || between them */
export function checkNode(version: string, range: string): Check {
  const fits = range.split("||").some((part) => isWithin(numbers(version), part.trim()));
  return {
    name: "Node.js",
    level: fits ? "ok" : "fail",
    found: version,
    ...(fits ? {} : { fix: `install a version that fits ${range}, from nodejs.org or with nvm` }),
  };
}

function isWithin(version: number[], part: string): boolean {
  const lowest = numbers(part);
  const order = version.map((number, i) => number - (lowest[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
  return order >= 0 && (!part.startsWith("^") || version[0] === lowest[0]);
}

function numbers(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

/**
 * The boards on USB, and whether this user may open their ports.
 * @param list as `listPorts`
 */
export async function checkPorts(list: () => Promise<PortInfo[]>): Promise<Check> {
  const name = "serial port";
  let ports: PortInfo[];
  try {
    ports = await list();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, level: "warn", found: "cannot be looked at", fix: error.message };
  }
  const boards = ports.filter((port) => bridgeOf(port) !== undefined);
  if (boards.length === 0) {
    return {
      name,
      level: "warn",
      found: ports.length === 0 ? "no board on USB" : `no board on USB; other ports: ${ports.length}`,
      fix: "plug one in, with a cable that carries data; the simulator needs none",
    };
  }
  const isWindows = process.platform === "win32";
  const closed = boards.filter(({ path }) => !isWindows && !isAllowed(path, constants.R_OK | constants.W_OK));
  if (closed.length === 0) return { name, level: "ok", found: boards.map(describePort).join("; ") };
  return {
    name,
    level: "fail",
    found: `${closed.map(({ path }) => path).join(", ")}: permission denied`,
    fix: howToBeAllowed(closed[0].path),
  };
}

/** Programs that tests and benchmarks use where they are there. */
export function checkTools(environment: Environment): Check[] {
  const folders = (environment["PATH"] ?? "").split(delimiter).concat("/usr/sbin", "/usr/local/sbin");
  // Windows names what can be run by its ending.
  const endings = (environment["PATHEXT"] ?? "").split(delimiter).concat("");
  const onPath = (tool: string): boolean =>
    folders.some((folder) => endings.some((ending) => isAllowed(join(folder, tool + ending), constants.X_OK)));
  const tools = [
    ["mosquitto", "brokers to test against"],
    ["socat", "serial ports to test over"],
    ["valgrind", "npm run bench"],
  ].map(([tool, use]): Check => ({
    name: tool,
    level: "info",
    found: onPath(tool) ? "there" : `not installed (${use})`,
  }));
  return [...tools, checkInterpreter(environment["ESPRUINO"])];
}

function checkInterpreter(file: string | undefined): Check {
  const name = "ESPRUINO";
  if (file === undefined || file === "") return { name, level: "info", found: "not set (npm run test:espruino)" };
  if (isAllowed(file, constants.X_OK)) return { name, level: "info", found: file };
  return { name, level: "warn", found: `${file} is no program`, fix: "name Espruino for Linux, or unset ESPRUINO" };
}

function isAllowed(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
