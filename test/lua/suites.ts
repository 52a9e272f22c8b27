import Module from "node:module";
import { relative, resolve, sep } from "node:path";
import { sourceFiles } from "../imports";
import type { LuaVersion } from "../simulator/lua/vm";
import { FirmwareInLua, moduleOf, ROOMS } from "./firmware-in-lua";

const root = resolve(__dirname, "../..");

const IN_LUA = new RegExp(`^firmware/(${ROOMS.join("|")})/`);

type Load = (request: string, parent: NodeModule | undefined, isMain: boolean) => unknown;
const loader = Module as unknown as { _load: Load; _resolveFilename: (request: string, parent: unknown) => string };

/** Loads test files anew, with the modules of the firmware that they import run by a Lua. */
function loadTests(files: readonly string[], modules: () => FirmwareInLua): void {
  const { _load: load } = loader;
  const isOurs = (path: string): boolean => path.startsWith(resolve(root, "test/firmware") + sep);
  const forget = (): void =>
    Object.keys(require.cache)
      .filter(isOurs)
      .forEach((path) => delete require.cache[path]);
  const cached = Object.entries(require.cache).filter(([path]) => isOurs(path));
  forget();
  loader._load = (request, parent, isMain) => {
    if (request.startsWith(".") && parent !== undefined && isOurs(parent.filename)) {
      const path = relative(root, loader._resolveFilename(request, parent)).split(sep).join("/");
      if (IN_LUA.test(path)) {
        const exports = load(request, parent, isMain) as Record<string, unknown>;
        return lazily(() => modules().module(moduleOf(path)) as object, exports);
      }
    }
    return load(request, parent, isMain);
  };
  const { describe, it } = globalThis;
  try {
    Object.assign(globalThis, { describe: unlessOfAnEngine(describe), it: unlessOfAnEngine(it) });
    const requireTest = Module.createRequire(__filename);
    for (const file of files) requireTest(resolve(root, file));
  } finally {
    Object.assign(globalThis, { describe, it });
    loader._load = load;
    forget();
    for (const [path, module] of cached) require.cache[path] = module;
  }
}

/** Leaves out, by their titles, tests that run the firmware in an engine of their own. */
function unlessOfAnEngine<Define extends Mocha.SuiteFunction | Mocha.TestFunction>(define: Define): Define {
  const unless = (title: string, body: never): unknown =>
    / real Espruino/.test(title) ? undefined : (define as (title: string, body: never) => unknown)(title, body);
  return Object.assign(unless, define);
}

/** Nothing is compiled before a test runs. Constant enumerations are no more in Lua, where their values stand. */
function lazily(module: () => object, exports: Record<string, unknown>): object {
  return new Proxy(exports, {
    get: (_, name) => {
      const value = Reflect.get(exports, name) as unknown;
      return isEnumeration(value) ? value : (Reflect.get(module(), name) as unknown);
    },
  });
}

function isEnumeration(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((each) => typeof each === "number" || typeof each === "string")
  );
}

/** The same for whole files. */
const OF_ENGINES = /\bin-espruino\.test\.ts$/;

/** Every suite of the firmware's rooms, with the firmware run by this Lua. */
export function suitesInLua(version: LuaVersion): void {
  for (const room of ROOMS) {
    describe(`the suites of firmware/${room} in Lua ${version}`, function () {
      this.timeout(60_000);
      const files = sourceFiles(root, `test/firmware/${room}`).filter(
        (path) => path.endsWith(".test.ts") && !OF_ENGINES.test(path),
      );
      let firmware: FirmwareInLua | undefined;
      loadTests(files, () => (firmware ??= new FirmwareInLua(version)));
      after(() => (firmware = undefined));
    });
  }
}
