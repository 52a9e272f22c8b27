import type { LuaValue, LuaVm } from "../../lua/vm";
import { LuaError, LuaFunction, LuaObject } from "../../lua/vm";
import { typeName } from "../arguments";

/** How Lua ends the complaint about lines to which more belong. */
const INCOMPLETE = "'<eof>'";

/** The interpreter on the serial console (dojob of app/lua53/lua.c, which Lua 5.1 shares): lines, and statements over several of them. */
export class LuaConsole {
  readonly #vm: LuaVm;
  readonly #print: (line: string) => void;
  readonly #failed: (message: string) => void;
  #before: string | undefined;

  /** @param failed Told the message of each error. */
  constructor(vm: LuaVm, print: (line: string) => void, failed: (message: string) => void) {
    this.#vm = vm;
    this.#print = print;
    this.#failed = failed;
  }

  enter(line: string): void {
    const whole = this.#before === undefined ? line.replace(/^=/, "return ") : `${this.#before}\n${line}`;
    this.#before = undefined;
    let results: LuaValue[];
    try {
      results = this.#vm.run(whole, "stdin");
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      if (error.message.endsWith(INCOMPLETE)) {
        this.#before = whole;
        return;
      }
      this.#failed(error.message);
      // Two values that `print` puts a tab between.
      for (const each of `Lua error: \t${error.message}\n${error.traceback}`.trimEnd().split("\n")) this.#print(each);
      return;
    }
    if (results.length > 0) this.#print(results.map(shown).join("\t"));
    for (const each of results) if (each instanceof LuaFunction) each.release();
  }
}

function shown(value: LuaValue): string {
  const isPlain = !(value instanceof LuaFunction || value instanceof LuaObject || value instanceof Map);
  return isPlain && value !== undefined ? String(value) : typeName(value);
}
