import { createRequire } from "node:module";
import { Command } from "commander";
import { runCommand, runOrExplain } from "./lib/cli/command-line";
import { didYouMean } from "./lib/cli/did-you-mean";
import { MOTE, type MoteName } from "./lib/cli/mote";
import { print } from "./lib/cli/terminal";
import { UserError } from "./lib/user-error";

/** What each file of a command gives. */
interface CommandFile {
  command(): Command;
}

// Loaded when it is asked for: most of a command's start is loading what it works with.
const load = createRequire(__filename);

function isName(word: string): word is MoteName {
  return Object.hasOwn(MOTE, word);
}

/** What there is, for who asks for no command. */
function overview(): string {
  const all = new Command("npx mote")
    .usage("<command> [options]")
    .helpCommand("help <command>", "the options of a command");
  for (const [name, { summary }] of Object.entries(MOTE)) all.command(name).summary(summary);
  return all.helpInformation();
}

async function mote([word, ...rest]: readonly string[]): Promise<void> {
  if (word === "help" && rest.length > 0) return mote([rest[0], "--help"]);
  if (word === undefined || ["help", "--help", "-h"].includes(word)) {
    overview().trimEnd().split("\n").forEach(print);
    return;
  }
  if (!isName(word)) {
    const names = Object.keys(MOTE);
    throw new UserError(
      `no command "${word}"${didYouMean(word, names)}; there are: ${names.join(", ")} (see npx mote --help)`,
    );
  }
  const { command } = load(`./${MOTE[word].file}`) as CommandFile;
  await runCommand(command(), rest);
}

void runOrExplain(() => mote(process.argv.slice(2)));
