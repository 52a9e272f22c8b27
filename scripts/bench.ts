import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { espruinoPreload } from "../test/engines/espruino-preload";
import { espruinoProblem } from "../test/engines/espruino-runner";
import { LuaVm } from "../test/simulator/lua/vm";
import type { StandIns } from "./lib/bench/app-runner";
import { hasValgrind } from "./lib/bench/callgrind";
import type { MakeLua } from "./lib/bench/lua";
import { withClient } from "./lib/bench/options";
import { APP_PLACE, BENCH_PLACE, report } from "./lib/bench/report";
import type { FieldClient } from "./lib/bench/scripts";
import { runCommand } from "./lib/cli/command-line";
import { print } from "./lib/cli/terminal";
import { replaceBetweenMarkers } from "./lib/readme/markers";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");
const readme = resolve(root, BENCH_PLACE.path);

// Nothing can hang here that did not hang before: a benchmark takes its time.
const makeLua: MakeLua = (version) => new LuaVm({ version, mostInstructions: Infinity });

const standIns: StandIns = (brokerPort, analog) => espruinoPreload({ brokerPort, analog, reportsMemory: false });

const program = new Command("npm run bench --")
  .description(
    "Measures the MQTT client, and whole apps with it: on the Espruino for Linux that the environment variable ESPRUINO names, in V8, and in bytes.",
  )
  .option(
    "--with <client=file>",
    "also measures tinyMQTT or espruinoMQTT, from its file; may be given for each",
    withClient,
    [] as FieldClient[],
  )
  .option("--write", "also writes what it finds into firmware/README.md; needs Espruino and valgrind")
  .action(async (options: { with: FieldClient[]; write?: boolean }) => {
    const executable = process.env["ESPRUINO"] ?? "";
    const problem = espruinoProblem(executable);
    const espruino = problem === undefined ? { executable } : { missing: problem };
    const { text, apps, missing } = await report(
      { root, espruino, hasValgrind: hasValgrind(), standIns, others: options.with, makeLua },
      (text) => text.split("\n").forEach(print),
    );
    if (options.write === true) {
      if (missing.length > 0)
        throw new UserError(`${BENCH_PLACE.path} is left as it was: not everything could be measured`);
      const updated = replaceBetweenMarkers(readFileSync(readme, "utf8"), BENCH_PLACE, text);
      writeFileSync(readme, replaceBetweenMarkers(updated, APP_PLACE, apps));
    }
  });

void runCommand(program);
