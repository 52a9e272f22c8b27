import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Environment } from "../board-secrets";
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

/** @param folder where the operating system has its devices */
export function checkPorts(platform: NodeJS.Platform, folder = "/dev"): Check {
  const name = "serial port";
  if (platform === "win32")
    return { name, level: "info", found: "not looked at on Windows; the Device Manager lists COM ports" };
  const pattern = platform === "darwin" ? /^cu\.(usb|SLAB|wch)/i : /^tty(USB|ACM)\d+$/;
  const ports = entries(folder)
    .filter((entry) => pattern.test(entry))
    .map((entry) => join(folder, entry));
  if (ports.length === 0) {
    return {
      name,
      level: "warn",
      found: "no board on USB",
      fix: "plug one in, with a cable that carries data; the simulator needs none",
    };
  }
  const closed = ports.filter((port) => !isAllowed(port, constants.R_OK | constants.W_OK));
  if (closed.length === 0) return { name, level: "ok", found: ports.join(", ") };
  return {
    name,
    level: "fail",
    found: `${closed.join(", ")}: permission denied`,
    fix: `run "sudo usermod -aG $(stat -c %G ${closed[0]}) $USER", log out and in again`,
  };
}

/** Programs that tests and benchmarks use where they are there. */
export function checkTools(environment: Environment): Check[] {
  const folders = (environment["PATH"] ?? "").split(delimiter).concat("/usr/sbin", "/usr/local/sbin");
  const onPath = (tool: string): boolean => folders.some((folder) => isAllowed(join(folder, tool), constants.X_OK));
  const tools = [
    ["mosquitto", "brokers to test against"],
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

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAllowed(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
