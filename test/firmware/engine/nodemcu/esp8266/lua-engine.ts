import { resolve } from "node:path";
import { compileLua } from "../../../../../scripts/lib/build/lua/compile-lua";
import { LuaVm, type HostValue } from "../../../../simulator/lua/vm";

/** Compiled before, by the program. */
const compiled = new Map<string, string>();

const root = resolve(__dirname, "../../../../..");

/**
 * A real Lua 5.1 that runs a few lines of TypeScript on the ESP8266's files of the engine.
 * @param modules What the engine has, as lines of Lua.
 * @param program It may import from "./firmware/engine/nodemcu/esp8266/", and call `report`.
 */
export function luaEngine(modules: string, program: string): { reports: HostValue[][]; run: (lua: string) => void } {
  const reports: HostValue[][] = [];
  const vm = new LuaVm({ version: "5.1" });
  vm.setGlobal("report", (...values) => void reports.push(values as HostValue[]));
  vm.run(modules);
  const code = compiled.get(program) ?? compile(`${program}\ndeclare function report(...values: unknown[]): void;\n`);
  compiled.set(program, code);
  vm.run(code);
  return { reports, run: (lua) => vm.run(lua) };
}

function compile(source: string): string {
  return compileLua(() => source, root, "5.1", "esp8266").code;
}

/** Timers that do nothing, and a clock that stands where `now_us` says. */
export const TIMERS = `
now_us = 0
alarms = {}
tmr = { ALARM_SINGLE = 0, ALARM_AUTO = 1, ALARM_SEMI = 2, now = function() return now_us % 2147483648 end }
function tmr.create()
  return {
    register = function(self, ms, mode, run) self.ms, self.mode, self.run = ms, mode, run end,
    interval = function(self, ms) self.ms = ms end,
    start = function(self) alarms[#alarms + 1] = self return true end,
    stop = function(self) return true end,
    alarm = function(self, ms, mode, run) self:register(ms, mode, run) self:start() end,
  }
end
`;
