import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { dirname, relative, sep } from "node:path";

/** What went wrong with a file or folder, by the system's code, and what to do about it. */
const PROBLEMS: Readonly<Partial<Record<string, (path: string) => string>>> = {
  EISDIR: () => "is a folder where a file should be; take it away, or name another file",
  EEXIST: () => "is a file where a folder should be; take it away",
  ENOTDIR: () => "something on the way to it is a file and not a folder; take that away, or name another place",
  ELOOP: (path) =>
    `is a link that leads back to itself; remove it, and put a file there: rm ${quoted(shownPath(path))}`,
  ENOENT: missing,
  EACCES: forbidden,
  EPERM: forbidden,
  ENAMETOOLONG: () => "its name is longer than this computer takes; take a shorter one",
  EROFS: () => "is on a disk that cannot be written; take another place for the project",
  ENOSPC: () => "the disk is full; make room on it",
  EDQUOT: () => "this user's share of the disk is full; make room in it",
  EMFILE: () => "this computer lets no more files be open at once; end some programs, and try again",
  ENFILE: () => "this computer lets no more files be open at once; end some programs, and try again",
};

/**
 * What a person can do about a file or folder that the system does not give or take, in one line.
 * @param error What a function of node:fs threw
 * @returns undefined for everything else
 */
export function fileProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || path === undefined) return undefined;
  const explain = PROBLEMS[code] ?? (() => `cannot be used (${code}); look at it, or name another`);
  return `${shownPath(path)}: ${explain(path)}`;
}

/** Relative where that is shorter, with slashes, so that terminals and editors make a link of it. */
export function shownPath(file: string): string {
  const near = relative(process.cwd(), file);
  return (near.startsWith("..") || near === "" ? file : near).split(sep).join("/");
}

function missing(path: string): string {
  const found = look(path);
  const folder = dirname(path);
  if (look(folder) === undefined)
    return `its folder does not exist; make it with: mkdir -p ${quoted(shownPath(folder))}`;
  if (found?.isSymbolicLink() !== true) return "does not exist; look at its name";
  return `is a link to ${readlinkSync(path)}, which does not exist; mend the link, or remove it`;
}

/** The nearest thing on the way that there is and can be looked at is what is closed. */
function forbidden(path: string): string {
  let closed = path;
  let found = look(closed);
  while (found === undefined && dirname(closed) !== closed) {
    closed = dirname(closed);
    found = look(closed);
  }
  const name = quoted(shownPath(closed));
  const subject = closed === path ? "" : `${shownPath(closed)} `;
  if (process.getuid === undefined) return "this user may neither read nor change it; look at its rights";
  if (found === undefined || found.uid === process.getuid()) {
    return `${subject}is closed to this user; open it with: chmod u+rwX ${name}`;
  }
  // What is elsewhere, such as another user's home, is nothing to take over.
  const isHere = !relative(process.cwd(), closed).startsWith("..");
  const cure = isHere ? `take it over with: sudo chown -R "$(id -un)" ${name}` : "ask that user, or name another place";
  return `${subject}belongs to another user, and is closed to this one; ${cure}`;
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
