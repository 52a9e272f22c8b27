import { discovery } from "./discovery";
import { heapOfParts, programSizes } from "./figures";
import { cleaning, greenhouseStory } from "./greenhouse";
import { classMistake, mistakes } from "./mistakes";
import { chromiumMissing, deskPicture } from "./picture";
import { block, type Quote } from "./quote";
import { runCommand } from "./run-command";

/** The time in front of a line, and what is told of memory, time and a soil that dries meanwhile. */
const TIMES = /^ *\d+\.\d s|\d+(?= bytes of memory)|(?<=(memory|uptime)\/state )\d+|(?<=soil\/state )[\d.]+/gm;

/** All that the READMEs quote. */
export const QUOTES: readonly Quote[] = [
  { name: "start", path: "README.md", make: greenhouseStory, varies: TIMES, isConcurrent: true },
  { name: "picture", path: "README.md", make: deskPicture, missing: chromiumMissing, isSlow: true },
  { name: "mistakes", path: "boards/README.md", make: mistakes },
  { name: "class", path: "boards/README.md", make: classMistake },
  { name: "discovery", path: "boards/README.md", make: discovery },
  { name: "sizes", path: "firmware/README.md", make: programSizes },
  { name: "heap", path: "firmware/README.md", make: heapOfParts },
  command("explore", "firmware/README.md", ["explore", "--depth", "10"], { varies: /in [\d.]+ s/g }),
  command("build", "scripts/README.md", ["build", "--board", "greenhouse"]),
  command("build nodemcu", "scripts/README.md", ["build", "--board", "nodemcu-esp8266"]),
  // What a computer has is its own.
  command("doctor", "scripts/README.md", ["doctor", "--board", "greenhouse"], {
    varies: /^(info|\w+ +Node\.js|\w+ +serial port).*\n( +→.*\n)?/gm,
  }),
  { name: "clean-mqtt", path: "scripts/README.md", make: cleaning },
  command("story", "test/README.md", ["test-espruino", "--minutes", "0"], {
    varies: /connected \d+.*/,
    missing: espruinoMissing,
  }),
  command("day", "test/README.md", ["test-espruino", "--day"], { missing: espruinoMissing, isSlow: true }),
];

function command(
  name: string,
  path: string,
  [script, ...args]: readonly [string, ...string[]],
  more: Partial<Quote> = {},
): Quote {
  return { name, path, make: async (root) => block(await runCommand(root, script, args)), ...more };
}

function espruinoMissing(): string | undefined {
  return (process.env["ESPRUINO"] ?? "") === "" ? "ESPRUINO names no Espruino for Linux" : undefined;
}
