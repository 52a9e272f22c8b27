import type { Command } from "commander";
import { runCommand } from "./lib/cli/command-line";
import { moteCommand } from "./lib/cli/mote";
import { print } from "./lib/cli/terminal";
import { pageSizes } from "./lib/page/bundle";
import { UserError } from "./lib/user-error";

interface Options {
  size: boolean;
}

async function page({ size }: Options): Promise<void> {
  if (!size) throw new UserError("say --size; `npm start` serves the page of a simulated board");
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
    .description("Serves the page of boards to this computer.")
    .option("--size", "only tells how many bytes the page is, as it is and gzipped", false)
    .action(page);
}

if (require.main === module) void runCommand(command());
