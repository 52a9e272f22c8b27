import assert from "node:assert/strict";
import {
  addAlarm,
  cancelAlarm,
  createAlarms,
  setAlarm,
  type Alarm,
  type Alarms,
} from "../../../firmware/actuators/alarms";
import { Random, seed } from "../../random";

/** A clock on which a test moves the time. What is thrown out of a callback ends that callback, as an interruption does. */
class Desk {
  nowMs = 0;
  readonly alarms: Alarms;
  readonly rung: string[] = [];
  /** One-shots that are pending. */
  shots: { atMs: number; run: () => void }[] = [];
  /** What happens to the next callback before it does anything. */
  interrupted = { shot: false, look: false };
  hasLook = true;
  #look = (): void => {};

  constructor() {
    this.alarms = createAlarms(
      { nowMs: () => this.nowMs, every: (ms, run) => (assert.equal(ms, 1000), (this.#look = run)) },
      { after: (ms, run) => this.shots.push({ atMs: this.nowMs + ms, run }) },
    );
  }

  alarm(name: string, then: () => void = () => {}): Alarm {
    return addAlarm(this.alarms, () => {
      this.rung.push(`${name} ${this.nowMs}`);
      then();
    });
  }

  /** Time passes in steps of a millisecond; `look` runs each full second, unless the engine is kept busy. */
  pass(ms: number): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs;) {
      this.nowMs++;
      for (const shot of this.shots.filter(({ atMs }) => atMs <= this.nowMs)) {
        this.shots.splice(this.shots.indexOf(shot), 1);
        this.#run("shot", shot.run);
      }
      if (this.hasLook && this.nowMs % 1000 === 0) this.#run("look", this.#look);
    }
  }

  #run(kind: "shot" | "look", run: () => void): void {
    if (this.interrupted[kind]) {
      this.interrupted[kind] = false;
      return;
    }
    try {
      run();
    } catch (error) {
      this.rung.push(`${(error as Error).message} ${this.nowMs}`);
    }
  }
}

describe("alarms", () => {
  let desk: Desk;

  beforeEach(() => {
    desk = new Desk();
    desk.pass(400);
  });

  it("ring once, at their moment, in the order of their moments", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => desk.alarm(name));
    setAlarm(a, 5_000);
    setAlarm(b, 20);
    setAlarm(c, 4_999);
    desk.pass(60_000);
    assert.deepEqual(desk.rung, ["b 420", "c 5399", "a 5400"]);
  });

  it("set again, an alarm forgets its former moment; cancelled, it is silent", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => desk.alarm(name));
    setAlarm(a, 100);
    setAlarm(a, 3_000);
    setAlarm(b, 3_000);
    setAlarm(b, 100);
    setAlarm(c, 100);
    cancelAlarm(c);
    desk.pass(60_000);
    assert.deepEqual(desk.rung, ["b 500", "a 3400"]);
  });

  it("an alarm may set itself and others while it rings", () => {
    const b = desk.alarm("b");
    const a = desk.alarm("a", () => {
      setAlarm(b, 1);
      if (desk.rung.length < 4) setAlarm(a, 30);
    });
    setAlarm(a, 30);
    desk.pass(2_000);
    assert.deepEqual(desk.rung, ["a 430", "b 431", "a 460", "b 461", "a 490", "b 491"]);
  });

  it("what was due while the engine was blocked rings as soon as it can, the first one first", () => {
    const [a, b] = ["a", "b"].map((name) => desk.alarm(name));
    setAlarm(b, 2_000);
    setAlarm(a, 1_000);
    desk.nowMs += 10_000;
    desk.pass(10);
    assert.deepEqual(desk.rung, ["a 10401", "b 10401"]);
  });

  for (const kind of ["shot", "look"] as const) {
    it(`an interruption of the ${kind} makes them no later than a second`, () => {
      const a = desk.alarm("a", () => setAlarm(a, 300));
      setAlarm(a, 300);
      desk.pass(250);
      desk.interrupted[kind] = true;
      desk.pass(2_000);
      const times = desk.rung.map((each) => Number(each.split(" ")[1]));
      assert.ok(times.length >= 4, desk.rung.join());
      times.reduce((before, time) => (assert.ok(time - before <= 1_000, desk.rung.join()), time), 400);
    });
  }

  it("two interruptions in a row make them no later than two seconds, with the look each second gone for good", () => {
    desk.hasLook = false;
    const a = desk.alarm("a", () => setAlarm(a, 300));
    setAlarm(a, 300);
    desk.pass(5_000);
    desk.interrupted.shot = true;
    desk.pass(2_500);
    desk.interrupted.shot = true;
    desk.pass(10_000);
    const times = desk.rung.map((each) => Number(each.split(" ")[1]));
    times.reduce((before, time) => (assert.ok(time - before <= 2_300, desk.rung.join()), time), 400);
    assert.ok(desk.nowMs - times[times.length - 1] < 1_000, "silent since");
  });

  it("an alarm that did not come to its end rings again a second later, until it does, and keeps nobody waiting longer", () => {
    let failures = 3;
    const a = desk.alarm("a", () => {
      if (failures-- > 0) throw new Error("thrown");
    });
    const b = desk.alarm("b");
    setAlarm(a, 50);
    setAlarm(b, 50);
    desk.pass(10_000);
    assert.equal(desk.rung.filter((each) => each.startsWith("a")).length, 4, desk.rung.join());
    assert.equal(desk.rung.filter((each) => each.startsWith("b")).length, 1);
    assert.ok(desk.rung.includes("b 450") || desk.rung.includes("b 1000"), desk.rung.join());
  });

  it("one that fails for ever keeps the others from nothing", () => {
    const a = desk.alarm("a", () => {
      throw new Error("thrown");
    });
    const b = desk.alarm("b", () => setAlarm(b, 700));
    setAlarm(a, 50);
    setAlarm(b, 700);
    desk.pass(20_000);
    const times = desk.rung.filter((each) => each.startsWith("b")).map((each) => Number(each.split(" ")[1]));
    assert.ok(times.length > 10, String(times.length));
    times.reduce((before, time) => (assert.ok(time - before <= 1_700, times.join()), time), 400);
  });

  it("an interruption leaves the alarm itself cancellable, and settable", () => {
    let isBroken = true;
    const a = desk.alarm("a", () => {
      if (isBroken) throw new Error("thrown");
    });
    setAlarm(a, 50);
    desk.pass(60);
    cancelAlarm(a);
    desk.pass(5_000);
    isBroken = false;
    setAlarm(a, 10);
    desk.pass(5_000);
    assert.deepEqual(desk.rung, ["a 450", "thrown 450", "a 5470"]);
  });

  it("however often they are set, few one-shots are pending, and none when nothing is set", () => {
    const random = new Random(seed());
    const alarms = Array.from({ length: 8 }, (_, i) => desk.alarm(`${i}`));
    for (let i = 0; i < 5_000; i++) {
      const alarm = alarms[random.below(8)];
      if (random.below(4) === 0) cancelAlarm(alarm);
      else setAlarm(alarm, 1 + random.below(3_000));
      desk.pass(random.below(30));
      assert.ok(desk.shots.length <= 20, `${desk.shots.length} one-shots`);
    }
    for (const alarm of alarms) cancelAlarm(alarm);
    desk.pass(3_000);
    assert.equal(desk.shots.length, 0);
  });

  it("a step every 20 ms beside a long wait leaves no one-shots behind", () => {
    const long = desk.alarm("long");
    setAlarm(long, 3_600_000);
    let steps = 0;
    const fade = addAlarm(desk.alarms, () => {
      if (++steps < 500) setAlarm(fade, 20);
    });
    setAlarm(fade, 20);
    desk.pass(10_500);
    assert.equal(steps, 500);
    assert.ok(desk.shots.length <= 4, `${desk.shots.length} one-shots`);
  });

  it("ring to the millisecond as a plain list would, whatever the order of setting and cancelling", () => {
    const random = new Random(seed());
    const wanted: (number | undefined)[] = new Array<undefined>(6).fill(undefined);
    const alarms = wanted.map((_, i) =>
      addAlarm(desk.alarms, () => {
        assert.equal(wanted[i], desk.nowMs);
        wanted[i] = undefined;
      }),
    );
    for (let i = 0; i < 3_000; i++) {
      const at = random.below(6);
      if (random.below(3) === 0) {
        cancelAlarm(alarms[at]);
        wanted[at] = undefined;
      } else {
        const ms = 1 + random.below(4_000);
        setAlarm(alarms[at], ms);
        wanted[at] = desk.nowMs + ms;
      }
      desk.pass(random.below(200));
      wanted.forEach((ms) => assert.ok(ms === undefined || ms > desk.nowMs, `missed ${ms} at ${desk.nowMs}`));
    }
    assert.deepEqual(desk.rung, []);
  });
});
