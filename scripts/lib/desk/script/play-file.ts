import { dirname, resolve } from "node:path";
import { printStyled } from "../../cli/terminal";
import { shownPath } from "../../files/file-problem";
import type { SteppedDesk } from "../desk";
import { readFile } from "../terminal/read-file";
import { OutcomeLines } from "./outcome-lines";
import { parseScript } from "./parse-script";
import { Play } from "./play";

/**
 * Plays the script of a file at a desk, and prints how it goes.
 * @param path Files that it names lie beside it
 * @returns whether all came as expected
 * @throws UserError where the script cannot be read, or has mistakes
 */
export async function playFile(desk: SteppedDesk, path: string): Promise<boolean> {
  const name = shownPath(resolve(path));
  const steps = parseScript(readFile(path), name, desk.board, (file) => readFile(resolve(dirname(path), file)));
  const lines = new OutcomeLines(name);
  const isGood = await new Play(desk, (outcome) => lines.of(outcome).forEach((each) => printStyled(each, INDENT))).run(
    steps,
  );
  lines.summary.forEach((each) => printStyled(each, 0));
  return isGood;
}

/** Of what is told below a step that failed. */
const INDENT = 27;
