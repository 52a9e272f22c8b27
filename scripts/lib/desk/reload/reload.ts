import { basename } from "node:path";
import { UserError } from "../../user-error";
import { SavedFiles, type WatchFolder, type Wait } from "./saved-files";

/** Builds a board again when one of its files is saved, and has it start with that. */
export interface ReloadOptions<Program> {
  /** What the program is made of now: the board file, its program, and what that imports. */
  files: () => readonly string[];
  /** @throws UserError for what does not build */
  build: () => Promise<Program>;
  /** @throws UserError for what this desk cannot run */
  start: (program: Program) => void;
  /** @param isProblem Whether something is wrong */
  tell: (text: string, isProblem: boolean) => void;
  watchFolder?: WatchFolder;
  wait?: Wait;
}

/**
 * Has a board start anew whenever its files are saved. What does not build is told, and the board goes on as it was.
 * @returns ends that
 */
export function reloadOnSave<Program>(options: ReloadOptions<Program>): () => void {
  const { files, build, start, tell } = options;
  let isBuilding = false;
  let isDue = false;
  let isClosed = false;

  const rebuild = async (): Promise<void> => {
    if (isBuilding) {
      isDue = true;
      return;
    }
    isBuilding = true;
    let isWrong: boolean;
    do {
      isDue = false;
      isWrong = !(await attempt());
    } while (isDue && !isClosed);
    isBuilding = false;
    if (!isClosed) saved.look(files(), isWrong);
  };

  const attempt = async (): Promise<boolean> => {
    try {
      const program = await build();
      // What was saved last is what somebody waits for.
      if (!isDue && !isClosed) start(program);
      return true;
    } catch (error) {
      if (isClosed || isDue) return false;
      for (const line of linesOf(error)) tell(line, true);
      tell("the board goes on as it was", true);
      return false;
    }
  };

  const saved = new SavedFiles((changed) => {
    const names = changed.map((file) => basename(file)).join(", ");
    tell(names === "" ? "building again" : `${names} saved: building again`, false);
    void rebuild();
  }, options);
  saved.look(files());
  return () => {
    isClosed = true;
    saved.close();
  };
}

/** Whatever is wrong with a program that is being written ends nothing. */
function linesOf(error: unknown): readonly string[] {
  if (error instanceof UserError) return error.lines;
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
