import { readdirSync, statSync } from "node:fs";
import * as path from "node:path";
import { didYouMean } from "../../cli/did-you-mean";
import { fileProblem } from "../../files/file-problem";
import { at, textAt, type Draft } from "../draft";

const PROGRAM = ["program"];

/**
 * Checks that the board's own program is there, and puts its whole path in the place of its name.
 * @param folder That of the board file.
 */
export function checkProgram(draft: Draft, folder: string): void {
  const name = textAt(draft, PROGRAM);
  if (name === undefined) return;
  if (name.endsWith(".d.ts")) {
    draft.source.error(PROGRAM, "this file holds types alone; name the program itself");
    return;
  }
  const file = path.resolve(folder, name);
  const problem = problemOf(file, folder);
  if (problem !== undefined) draft.source.error(PROGRAM, problem);
  else if (typeof draft.value === "object" && draft.value !== null) Object.assign(draft.value, { program: file });
  // NodeMCU has one of its own.
  if (at(draft, ["watchdogSeconds"]) === undefined && textAt(draft, ["engine"]) === "espruino") {
    draft.source.warning(
      PROGRAM,
      'the board has no "watchdogSeconds": a callback of the program that never ends would hang it for good',
    );
  }
}

function problemOf(file: string, folder: string): string | undefined {
  try {
    return statSync(file).isFile() ? undefined : "expected the name of a file, and this is a folder";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return fileProblem(error);
    const others = readdirSync(folder).filter((each) => /(?<!\.d)\.ts$/.test(each));
    const meant = didYouMean(path.basename(file), others);
    return `there is no such file beside the board file${meant}`;
  }
}
