import type { ProgramFile } from "../target";
import { SLOT_FILES } from "../../build/lua/slots";
import { ChipError, persist } from "../../serial/conversation";
import { ABANDONED_MS, checkArrived, checkRoom, checkStored, inPieces, MOST_TRIES, type Progress } from "../upload";
import type { NodeMcuConsole } from "./console";
import { fingerprint, FINGERPRINT_FUNCTIONS } from "./fingerprint";
import { SECRETS_FILE } from "../../program/secrets";
import { luaLiteral } from "./lua-literal";

/** Characters of a literal in one line of the console. */
const PIECE_CHARACTERS = 210;
const PLACE = "the chip's file system";
/** What SPIFFS needs beside a file's bytes, as a part of them and for each file; found by its page headers of 5 in 256 bytes. */
const SPIFFS_PART = 0.05;
const SPIFFS_FILE_BYTES = 1_024;

export interface LuaUploadOptions {
  /** Without what it needs first: the last is the one that starts the others. */
  files: readonly ProgramFile[];
  onProgress?: Progress;
}

/**
 * Puts files beside those that are there, each as NAME.new, compares what arrived by its length and fingerprint, and only when
 * all have arrived renames them. Files that are there already are left alone. SPIFFS cannot put a file in another's place in one
 * step: power that fails between removing and renaming leaves mote.new, which init.lua then takes; only a *new* init.lua has
 * such a moment without a way back, and the one before stays as init.old. Whatever else ends this, the chip has its old program,
 * and starts it when it hears no more for 30 s.
 * @returns the names of those that were put there
 * @throws UserError when it does not fit, arrives otherwise than it was sent three times, or the line ended
 */
export async function uploadLua(console: NodeMcuConsole, options: LuaUploadOptions): Promise<string[]> {
  const changed = new Set<string>();
  await persist(MOST_TRIES, () => uploadOnce(console, options, changed));
  return [...changed];
}

async function uploadOnce(
  console: NodeMcuConsole,
  { files, onProgress }: LuaUploadOptions,
  names: Set<string>,
): Promise<void> {
  await console.restartWithoutProgram();
  await define(console);
  const changed: ProgramFile[] = [];
  for (const file of files) {
    if ((await fingerprintOf(console, file.name)) !== fingerprint(file.bytes)) changed.push(file);
  }
  await makeRoom(console, changed);
  const totalBytes = changed.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let doneBytes = 0;
  for (const file of changed) {
    await put(console, file, (bytes) => onProgress?.((doneBytes += bytes), totalBytes));
  }
  for (const { name } of changed) {
    await takePlace(console, name);
    names.add(name);
  }
  // What came over the air, and trials, are over; a program of that starts until its marks are gone.
  for (const name of SLOT_FILES) await console.run(`file.remove(${luaLiteral(name)})`);
}

/** The chip's own name of what is uploaded, and of what it replaced. */
const newName = (name: string): string => (name === SECRETS_FILE ? `${name}.new` : name.replace(/\.\w+$/, ".new"));
const oldName = (name: string): string => name.replace(/\.\w+$/, ".old");

/** Has the chip know what it is asked for in each line, and sets the alarm that gives up on us. */
async function define(console: NodeMcuConsole): Promise<void> {
  // A chip that has just started may be late, and lose what is typed meanwhile.
  await persist(5, () => console.run("return 1", 2_000));
  await console.run(
    `up=up or{} if up.t then up.t:unregister()end up.t=tmr.create()` +
      `up.t:alarm(${ABANDONED_MS},tmr.ALARM_SINGLE,function()node.restart()end)up.open=(io or file).open`,
  );
  await console.run('function up.say(n,v)up.t:stop()up.t:start()print("\\001"..n..":"..tostring(v).."\\002")end');
  await console.run("function up.w(n,s)up.say(n,up.f:write(s)and#s)end");
  for (const statements of FINGERPRINT_FUNCTIONS) await console.run(statements);
}

function fingerprintOf(console: NodeMcuConsole, name: string): Promise<string> {
  return console.ask((question) => `up.say(${question},up.print(${luaLiteral(name)}))`, 30_000);
}

async function makeRoom(console: NodeMcuConsole, files: readonly ProgramFile[]): Promise<void> {
  for (const { name } of files) await console.run(`file.remove(${luaLiteral(newName(name))})`);
  const needed = files.reduce(
    (sum, { bytes }) => sum + Math.ceil(bytes.length * (1 + SPIFFS_PART)) + SPIFFS_FILE_BYTES,
    0,
  );
  const free = Number(await console.run("return(file.fsinfo())"));
  const advice =
    'remove files from it (for n,l in pairs(file.list()) do print(n,l) end shows them, file.remove("NAME") removes one)';
  checkRoom(PLACE, free, needed, advice);
}

async function put(
  console: NodeMcuConsole,
  { name, bytes }: ProgramFile,
  written: (bytes: number) => void,
): Promise<void> {
  await console.run(`up.f=assert(up.open(${luaLiteral(newName(name))},"w"))`);
  await inPieces(bytes, async (at) => {
    const { literal, length } = piece(bytes, at);
    const answer = await console.ask((question) => `up.w(${question},${literal})`);
    checkStored(answer === `${length}`, PLACE, name);
    written(length);
    return length;
  });
  await console.run("up.f:close()");
  checkArrived((await fingerprintOf(console, newName(name))) === fingerprint(bytes));
}

/** As much of `bytes` from `at` on as one line can hold. */
function piece(bytes: string, at: number): { literal: string; length: number } {
  let length = 0;
  let literal = '""';
  for (;;) {
    const longer = luaLiteral(bytes.slice(at, at + length + 1));
    if (at + length >= bytes.length || longer.length > PIECE_CHARACTERS) return { literal, length };
    literal = longer;
    length++;
  }
}

/** One line, so that the moment without the file is as short as can be. */
async function takePlace(console: NodeMcuConsole, name: string): Promise<void> {
  const [old, now, fresh] = [oldName(name), name, newName(name)].map(luaLiteral);
  // Its loss is the one that matters: a program has mote.new to fall back on.
  const away = name === "init.lua" ? `file.remove(${old})file.rename(${now},${old})` : `file.remove(${now})`;
  const isThere = await console.run(`${away} return file.rename(${fresh},${now})`);
  if (isThere !== "true") throw new ChipError(`${PLACE} did not rename ${newName(name)}`);
}
