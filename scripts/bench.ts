import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { espruinoProblem } from "../test/engines/espruino-runner";
import { LuaVm } from "../test/simulator/lua/vm";
import { hasValgrind } from "./lib/bench/callgrind";
import type { MakeLua } from "./lib/bench/lua";
import { withClient } from "./lib/bench/options";
import { BENCH_PLACE, report } from "./lib/bench/report";
import type { ScriptedClient } from "./lib/bench/scripts";
import { runCommand } from "./lib/cli/command-line";
import { replaceBetweenMarkers } from "./lib/readme/markers";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");
const readme = resolve(root, BENCH_PLACE.path);

// Nothing can hang here that did not hang before: a benchmark takes its time.
const makeLua: MakeLua = (version) => new LuaVm({ version, mostInstructions: Infinity });

const program = new Command("npm run bench --")
  .description(
    "Measures the MQTT client: on the Espruino for Linux that the environment variable ESPRUINO names, in V8, and in bytes.",
  )
  .option(
    "--with <client=file>",
    "also measures tinyMQTT or espruinoMQTT, from its file; may be given for each",
    withClient,
    [] as ScriptedClient[],
  )
  .option("--write", "also writes what it finds into firmware/README.md; needs Espruino and valgrind")
  .action(async (options: { with: ScriptedClient[]; write?: boolean }) => {
    const executable = process.env["ESPRUINO"] ?? "";
    const problem = espruinoProblem(executable);
    const espruino = problem === undefined ? { executable } : { missing: problem };
    const { text, missing } = await report(
      { root, espruino, hasValgrind: hasValgrind(), others: options.with, makeLua },
      console.log,
    );
    if (options.write === true) {
      if (missing.length > 0)
        throw new UserError(`${BENCH_PLACE.path} is left as it was: not everything could be measured`);
      writeFileSync(readme, replaceBetweenMarkers(readFileSync(readme, "utf8"), BENCH_PLACE, text));
    }
  });

void runCommand(program);
