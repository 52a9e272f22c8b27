import type { WakeUp } from "../deep-sleep";
import type { EngineModel } from "../engine-model";
import { LuaError, LuaVm, type HostValue } from "../lua/vm";
import { callback } from "./arguments";
import { FLASH_LIBRARY } from "./flash-library";
import type { Hardware } from "./hardware";
import { Tasks, type CallbackKind } from "./tasks";

/** Memory for what Lua keeps, in bytes. */
export interface Heap {
  free: number;
  total: number;
}

/** What one branch of NodeMCU, each of which is for one chip, makes of Lua. It lives from one reset to the next. */
export interface Branch {
  /** The modules, as globals of Lua. */
  readonly modules: { readonly [name: string]: HostValue };
  /** Lua that runs before the program: what the branch takes away, and what it has instead. */
  readonly library: string;
  /** What the heap has, and what is left of it. */
  heap(): Heap;
  /** Called when all of that is there, and nothing of the program. */
  isReady?(): void;
  /** Called with each error that came out of a callback. */
  failed(error: LuaError): void;
  /** What the console does with a line; without this it runs it, and prints what is wrong with it. */
  enter?(line: string): void;
  /** A callback never comes back; a chip without this waits for ever. */
  hung?(): void;
  /** Looks at what comes from outside by itself; @returns whether anything came */
  idle(): boolean;
  /** For a reset of the chip. */
  stop(): void;
}

/** Makes a branch for an engine whose Lua is there, without its modules yet. */
export type BranchMaker = (engine: NodeMcu, hardware: Hardware) => Branch;

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
  #sleep: WakeUp | undefined;
  #isRunning = false;
  #isHung = false;

  constructor(hardware: Hardware, makeBranch: BranchMaker) {
    this.#hardware = hardware;
    this.vm = new LuaVm({
      version: hardware.version,
      print: (text) => text.split("\n").forEach((line) => hardware.print(line)),
      worked: (place) => {
        if (hardware.work.tick(place)) throw new Hung();
      },
      returned: () => hardware.work.ended(),
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

  get sleep(): WakeUp | undefined {
    return this.#sleep;
  }

  /** Ends the program where it stands: the chip sleeps. */
  sleepNow(wakeUp: WakeUp): never {
    this.#sleep = wakeUp;
    throw new Restarted();
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
    this.#hardware.work.isBooting = true;
    this.#attempt(() => this.#run(source, "init.lua"));
    this.#hardware.work.isBooting = false;
  }

  get heap(): Heap {
    return this.#branch.heap();
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
    if (this.#restart !== undefined || this.#sleep !== undefined || this.#isHung) return false;
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
