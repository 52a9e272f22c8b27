import { resolve } from "node:path";
import { Command } from "commander";
import { runCommand } from "./lib/cli/command-line";
import { didYouMean } from "./lib/cli/did-you-mean";
import { print } from "./lib/cli/terminal";
import { writeQuote } from "./lib/quote/quote";
import { QUOTES } from "./lib/quote/quotes";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

const program = new Command("npm run quote --")
  .description("Runs what the READMEs quote, and writes what it says today into them.")
  .argument("[names...]", "which quotes; all that take less than minutes unless given")
  .action(async (names: string[]) => {
    const known = QUOTES.map(({ name }) => name);
    for (const name of names.filter((each) => !known.includes(each))) {
      throw new UserError(`no quote "${name}"${didYouMean(name, known)}; there are: ${known.join(", ")}`);
    }
    const asked = QUOTES.filter(({ name, isSlow }) => (names.length > 0 ? names.includes(name) : isSlow !== true));
    for (const quote of asked) {
      const missing = quote.missing?.();
      const came = missing ?? ((await writeQuote(root, quote)) ? "written" : "as it was");
      print(`${quote.path}, ${quote.name}: ${came}`);
    }
  });

void runCommand(program);
