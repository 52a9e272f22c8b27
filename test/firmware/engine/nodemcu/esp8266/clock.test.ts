import assert from "node:assert/strict";
import { luaEngine, TIMERS } from "./lua-engine";

const PROGRAM = `
import { clock, secondsAt, timer } from "./firmware/engine/nodemcu/esp8266/clock";
declare let now: () => void;
declare let at: (us: number) => void;
declare let every: (ms: number) => void;
declare let after: (ms: number) => void;
now = () => report(clock.nowMs());
at = (us) => report(secondsAt(us));
every = (ms) => clock.every(ms, () => report("due"));
after = (ms) => timer.after(ms, () => report("over"));
`;

describe("the clock of the ESP8266", () => {
  const start = (): ReturnType<typeof luaEngine> => luaEngine(TIMERS, PROGRAM);
  const values = ({ reports }: ReturnType<typeof luaEngine>): unknown[] => reports.map(([value]) => value);

  it("counts on where the engine's 31 bits of microseconds begin again, also after many of its rounds", () => {
    const engine = start();
    // A look every ten minutes, for a year.
    engine.run(`for minutes = 10, 525600, 10 do now_us = minutes * 60000000 alarms[1].run() end now()`);
    assert.deepEqual(values(engine), [525_600 * 60_000]);
  });

  it("is looked at more often than that by itself", () => {
    const engine = start();
    engine.run("report(alarms[1].ms, alarms[1].mode == tmr.ALARM_AUTO)");
    const [ms, isAuto] = engine.reports[0];
    assert.ok(Number(ms) < 2 ** 31 / 1000 / 2 && isAuto === true);
  });

  it("places a moment of the engine's count before or behind its beginning anew", () => {
    const engine = start();
    const round = 2 ** 31;
    engine.run(`now_us = ${round - 1000} now() at(${round - 500_001_000}) now_us = ${round + 500}
      at(${round - 1000}) at(500) at(700)`);
    const [, before, justBefore, now, soon] = values(engine).map(Number);
    const near = (actual: number, us: number): void => assert.ok(Math.abs(actual * 1e6 - us) < 0.01, `${actual}`);
    near(before, round - 500_001_000);
    near(justBefore, round - 1000);
    near(now, round + 500);
    near(soon, round + 700);
  });

  it("makes long periods of several alarms, and runs once where the engine catches up", () => {
    const engine = start();
    engine.run(`every(20000000) local period = alarms[2] report(period.ms)
      for minutes = 10, 670, 10 do
        now_us = minutes * 60000000 alarms[1].run()
        if now_us % 5000000000 < 600000000 then period.run() end
      end
      for late = 1, 3 do period.run() end`);
    assert.deepEqual(values(engine), [5_000_000, "due", "due"]);
  });

  it("gives its timers at least a millisecond, and no more than they take", () => {
    const engine = start();
    engine.run("after(0) after(0.2) after(99999999) report(alarms[2].ms, alarms[3].ms, alarms[4].ms)");
    assert.deepEqual(engine.reports[0], [1, 2, 6_000_000]);
  });
});
