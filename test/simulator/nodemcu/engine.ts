import type { EngineModel } from "../engine-model";
import type { HostValue } from "../lua/vm";
import { LuaError, LuaVm } from "../lua/vm";
import { callback } from "./arguments";
import type { Branch, BranchMaker } from "./branch";
import type { Hardware } from "./hardware";
import { Tasks, type CallbackKind } from "./tasks";

/** Ends the program where it stands: the chip restarts, at once or by its watchdog. */
class Restarted extends Error {}
/** Ends the program where it stands: it goes on for ever without doing anything more. */
class Hung extends Error {}

/** NodeMCU from one reset to the next, whichever its branch: Lua, and the task that calls the program. */
export class NodeMcu implements EngineModel {
  readonly vm: LuaVm;
  readonly tasks: Tasks;
  /** Errors that came out of callbacks, whether a handler got them or not. */
  readonly uncaught: string[] = [];
  readonly #hardware: Hardware;
  readonly #branch: Branch;
  #restart: string | undefined;
  #isRunning = false;
  #isHung = false;

  constructor(hardware: Hardware, makeBranch: BranchMaker) {
    this.#hardware = hardware;
    this.vm = new LuaVm({
      version: hardware.version,
      print: (text) => text.split("\n").forEach((line) => hardware.print(line)),
    });
    this.tasks = new Tasks(
      (error) => {
        this.uncaught.push(error.message);
        this.#branch.failed(error);
      },
      (isShort) => (this.vm.failNext = isShort ? "not enough memory" : undefined),
    );
    this.#branch = makeBranch(this, hardware);
    const { modules, library } = this.#branch;
    for (const name in modules) this.vm.setGlobal(name, modules[name]);
    this.vm.setGlobal("readFlash", (name) => hardware.files.get(String(name)));
    if (hardware.random !== undefined) this.vm.setGlobal("random", hardware.random);
    this.vm.run(FLASH_LIBRARY + library, "nodemcu");
    this.#branch.isReady?.();
  }

  /** When something is due by itself, on the virtual clock in µs: everything is an event on it. */
  get nextUs(): number {
    return Infinity;
  }

  get restart(): string | undefined {
    return this.#restart;
  }

  /** Has the chip restart as soon as the program has come back. */
  restartChip(cause = "reboot"): void {
    this.#restart = cause;
  }

  /** The program never comes back: nothing runs any more until the chip is restarted. */
  hang(): void {
    this.#isHung = true;
  }

  /** Ends the program where it stands, for a restart of the chip. */
  restartNow(): never {
    this.#restart = "reboot";
    throw new Restarted();
  }

  /** Ends the program where it stands: the chip does nothing more. @param hung Told so first */
  hangNow(hung: () => void): never {
    hung();
    throw new Restarted();
  }

  /** Runs init.lua from flash; an error in it is printed, and the chip waits at its prompt. */
  boot(): void {
    const source = this.#hardware.files.get("init.lua");
    if (source === undefined) return;
    this.#attempt(() => this.#run(source, "init.lua"));
  }

  interruptNext(kind: CallbackKind): void {
    this.tasks.interruptNext(kind);
  }

  /** The next callback of this kind never ends. */
  hangNext(kind: CallbackKind): void {
    this.tasks.hangNext(kind, () => this.#hung());
  }

  /** Whatever of the program runs now never ends, if anything does. */
  hangInside(): void {
    if (this.#isRunning) this.vm.failNext = new Hung();
  }

  /** Has a line of the console run; an error in it is printed, and nothing more. */
  type(line: string): void {
    this.tasks.post("medium", () => {
      if (this.#branch.enter === undefined) this.#run(line, "stdin");
      else this.#branch.enter(line);
    });
  }

  /** Runs what is waiting; @returns whether anything was done */
  idle(): boolean {
    if (this.#restart !== undefined || this.#isHung) return false;
    let hasRun = false;
    this.#attempt(() => {
      hasRun = this.#branch.idle();
      while (!this.#isHung && this.tasks.runNext()) hasRun = true;
    });
    return hasRun;
  }

  stop(): void {
    this.#branch.stop();
  }

  /** The table `node.task`, the same on both branches. */
  get taskModule(): { readonly [name: string]: HostValue } {
    return {
      LOW_PRIORITY: 0,
      MEDIUM_PRIORITY: 1,
      HIGH_PRIORITY: 2,
      post: (...args) => {
        const number = typeof args[0] === "number" ? args[0] : 1;
        const run = callback(args[typeof args[0] === "number" ? 1 : 0], args.length);
        const isPosted = this.tasks.post((["low", "medium", "high"] as const)[number] ?? "medium", () => {
          this.tasks.attempt(() => run.call(number));
          run.release();
        });
        if (!isPosted) throw new LuaError("Task queue overflow. Task not posted");
      },
    };
  }

  #hung(): void {
    this.hang();
    this.#branch.hung?.();
  }

  #attempt(run: () => void): void {
    this.#isRunning = true;
    try {
      run();
    } catch (error) {
      if (error instanceof Hung) {
        this.#hung();
      } else if (!(error instanceof Restarted)) throw error;
    }
    this.#isRunning = false;
  }

  #run(source: string, name: string): void {
    try {
      this.vm.run(source, name);
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      this.uncaught.push(error.message);
      this.#hardware.print(error.message);
    }
  }
}

/** Loading from flash. */
const FLASH_LIBRARY = `
local read, load = readFlash, loadstring or load
local package, error = package, error
readFlash = nil

function loadfile(name)
  local source = read(name)
  if source == nil then return nil, "cannot open " .. name end
  return load(source, "@" .. name)
end
local loadfile = loadfile
function dofile(name)
  local chunk, problem = loadfile(name)
  if chunk == nil then error(problem, 0) end
  return chunk()
end
if random then
  local random, floor = random, math.floor
  math.random = function(m, n)
    if m == nil then return random() end
    if n == nil then m, n = 1, m end
    return m + floor(random() * (n - m + 1))
  end
end
random = nil
local searchers = package.searchers or package.loaders
for i = #searchers, 2, -1 do searchers[i] = nil end
searchers[2] = function(name)
  local chunk, problem = loadfile(name .. ".lua")
  return chunk or "\\n\\t" .. problem
end
`;
