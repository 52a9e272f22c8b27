import vm from "node:vm";

/** More than that a random program does not do: it would take too long, and its log says nothing more. */
const MOST_EVENTS = 1_000;
const TOO_MUCH = "too much";

/** What the engine is to a program of these tests, as text that runs before it and after it, in Node.js and in Espruino. */
export const BEFORE = `var engine = (function () {
  var read = 0, events = 0;
  function count() { if (++events > ${MOST_EVENTS}) throw "${TOO_MUCH}"; }
  return {
    handlers: [], given: [],
    log: function (what) { count(); out(String(what)); },
    on: function (handler) { this.handlers.push(handler); },
    give: function (record) { this.given.push(record); },
    read: function () { count(); return ++read; },
  };
})();
`;

export const AFTER = `
for (var round = 0; round < 3; round++) {
  engine.handlers.forEach(function (handler) { handler(round, round + 1); });
  engine.given.forEach(function (record) { engine.log(record.limit); engine.log(record.step(round)); });
}
`;

/**
 * What a program says at boot, and when the engine calls what it was handed, three times each.
 * @returns undefined for a program that does too much
 */
export function logOf(program: string): string[] | undefined {
  const log: string[] = [];
  const context = vm.createContext({ out: (what: string) => void log.push(what) });
  try {
    vm.runInContext(`${BEFORE}${program}${AFTER}`, context, { timeout: 5_000 });
  } catch (error) {
    const what = String(error);
    if (what === TOO_MUCH || /call stack/.test(what)) return undefined;
    log.push(what);
  }
  return log;
}
