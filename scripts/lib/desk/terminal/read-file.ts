import { readFileSync } from "node:fs";
import { fileProblem } from "../../files/file-problem";
import { UserError } from "../../user-error";

/** A file that a person names. @throws UserError with what can be done about it */
export function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const problem = fileProblem(error);
    throw problem === undefined ? error : new UserError(problem);
  }
}
