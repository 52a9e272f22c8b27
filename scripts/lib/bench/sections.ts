import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Board } from "../board/config";
import { loadBoard } from "../board/load";
import { readEnvironmentFile } from "../board/secrets";
import { SECRETS_FILE } from "../program/secrets";
import { buildBoard, buildProgram, type Build } from "../build/build";
import { ESPRUINO_ON_ESP32 } from "../platforms/engine-files";
import { perSample, perSecond, type AppCost } from "./app-cost";
import { variablesAtRest } from "./app-memory";
import type { AppRunner } from "./app-runner";
import { BARE_APP, fieldApp, FOUR_VOLTAGES, idle, type App } from "./apps";
import { clientProgram, type ClientProgram } from "./client-program";
import { FEATURE_SETS, featureProgram } from "./features";
import { compare, type Comparison } from "./instructions";
import { measureInLua, type MakeLua } from "./lua";
import {
  appTable,
  idleTable,
  instructionsTable,
  luaTable,
  memoryTable,
  sizeTable,
  updateTable,
  v8Table,
  wakeTable,
} from "./markdown";
import { memoryUse } from "./memory";
import { fieldClient, ours, type FieldClient, type ScriptedClient, type Work } from "./scripts";
import { perWake } from "./sleep-cost";
import { updateCost } from "./update-cost";
import { measureInV8 } from "./v8";

/** The parts of the benchmark; each measures and tells what it found, as Markdown. */

/** After how many messages each way to look at the interpreter's memory. */
const LOOKS = [100, 100_000];

export async function sizeSection(root: string): Promise<string> {
  const sizes: { title: string; bytes: number }[] = [];
  for (const set of FEATURE_SETS) {
    const bytes = await built(
      root,
      (firmware) => featureProgram(set, firmware),
      ({ parts }) => parts.filter(({ name }) => name === "mqtt").reduce((sum, part) => sum + part.bytes, 0),
      true,
    );
    sizes.push({ title: set.title, bytes });
  }
  return sizeTable(sizes);
}

export async function v8Section(root: string): Promise<string> {
  const program: ClientProgram = { publishQos: 0, network: "memory" };
  const result = await built(
    root,
    (firmware) => clientProgram(program, firmware),
    ({ bundlePath }) => measureInV8(bundlePath),
    false,
  );
  return v8Table(result);
}

/** @param others Clients to compare with. */
export async function instructionsSection(
  root: string,
  interpreter: string,
  others: readonly FieldClient[],
): Promise<string> {
  const comparisons: Comparison[] = [];
  for (const work of ["publish0", "publish1", "receive0"] as Work[]) {
    const mine = await mote(root, work === "publish1" ? 1 : 0);
    comparisons.push(await compare(interpreter, work, [mine, ...others.map(fieldClient)]));
  }
  return instructionsTable(comparisons);
}

export async function memorySection(root: string, interpreter: string): Promise<string> {
  return memoryTable(await memoryUse(interpreter, await mote(root, 0), LOOKS));
}

/** What whole apps take. @param others Clients to compare with. */
export async function appSection(root: string, runner: AppRunner, others: readonly FieldClient[]): Promise<string> {
  const apps = [BARE_APP, await appOf(FOUR_VOLTAGES, root), ...others.map(fieldApp)];
  const costs: AppCost[] = [];
  const variables: number[] = [];
  for (const app of apps) {
    costs.push(await perSample(runner, app));
    variables.push(await variablesAtRest(runner, app));
  }
  return appTable(costs, variables, await variablesAtRest(runner));
}

/** What the greenhouse takes for each second in which none of its sensors is due. */
export async function idleSection(root: string, runner: AppRunner): Promise<string> {
  const environment = readEnvironmentFile(root, ".env.example");
  const { board } = loadBoard("greenhouse", { environment, root });
  return idleTable(await perSecond(runner, await appOf(idle(board), root)));
}

/** What a part of a program takes that comes to the greenhouse over the air, were it a board with updates. */
export function updateSection(root: string, runner: AppRunner): Promise<string> {
  const environment = readEnvironmentFile(root, ".env.example");
  const file = JSON.parse(readFileSync(join(root, "boards", "greenhouse.json"), "utf8")) as object;
  const changes = { $schema: undefined, updates: true, commands: { signingKey: "${COMMAND_KEY}" } };
  return inFolder(async (folder) => {
    const path = join(folder, "greenhouse.json");
    writeFileSync(path, JSON.stringify({ ...file, ...changes }));
    const { board } = loadBoard(path, { environment, root });
    return updateTable(await updateCost(runner, board, await buildBoard(board, root, join(folder, "built"))));
  });
}

/** What a wake takes of a board that sleeps and has one voltage, published at QoS 1. */
export function sleepSection(root: string, runner: AppRunner): Promise<string> {
  const board = {
    name: "meadow",
    engine: "espruino",
    chip: "esp32",
    wifi: { ssid: "home", password: "change-me" },
    broker: { urls: ["mqtt://192.168.1.10"] },
    sleep: { everySeconds: 600, listenSeconds: 0 },
    sensors: [{ id: "soil", type: "analog", pin: "D34", qos: 1 }],
  };
  return inFolder(async (folder) => {
    const path = join(folder, "meadow.json");
    writeFileSync(path, JSON.stringify(board));
    const loaded = loadBoard(path, { environment: {}, root });
    return wakeTable(await perWake(runner, await buildBoard(loaded.board, root, join(folder, "built"))));
  });
}

export function luaSection(root: string, makeLua: MakeLua): string {
  return luaTable((["5.1", "5.3"] as const).map((version) => measureInLua(root, version, makeLua)));
}

function mote(root: string, publishQos: 0 | 1): Promise<ScriptedClient> {
  const program: ClientProgram = { publishQos, network: "tcp" };
  return built(
    root,
    (firmware) => clientProgram(program, firmware),
    ({ bundlePath }) => ours(readFileSync(bundlePath, "latin1")),
    true,
  );
}

/**
 * Builds a program in a folder that is gone afterwards, and gives what `use` makes of it.
 * @param tokens Whether as a board's is, of tokens, which V8 cannot read.
 */
function built<T>(
  root: string,
  source: (firmware: string) => string,
  use: (build: Build) => T | Promise<T>,
  tokens: boolean,
): Promise<T> {
  return inFolder(async (folder) => use(await buildProgram(source, { ...ESPRUINO_ON_ESP32, tokens }, root, folder)));
}

/** The program that the build makes of a board, as an app. */
function appOf(board: Board, root: string): Promise<App> {
  return inFolder(async (folder) => {
    const { bundlePath, secrets } = await buildBoard(board, root, folder);
    return { name: "mote", program: readFileSync(bundlePath, "latin1"), files: { [SECRETS_FILE]: secrets } };
  });
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "mote-bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
