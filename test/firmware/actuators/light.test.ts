import assert from "node:assert/strict";
import { light, type LightOptions } from "../../../firmware/actuators/light";
import { LIGHT_COMMANDS } from "./light-vectors";
import { VirtualClock } from "./virtual-clock";

describe("light", () => {
  function made(changes: Partial<LightOptions> = {}) {
    const time = new VirtualClock();
    const writes: [atMs: number, duty: number][] = [];
    const pins = {
      write: (pin: number, duty: number, hz: number) => {
        assert.deepEqual([pin, hz], [33, 1000]);
        writes.push([time.nowMs, duty]);
      },
    };
    const actuator = light(pins, time.clock, time.timer, {
      pin: 33,
      hz: 1000,
      gamma: 1,
      transitionSeconds: 0,
      initialValue: 0,
      ...changes,
    });
    /** The brightness that the last level on the pin is, with gamma 1. */
    const shown = (): number => Math.round(writes[writes.length - 1][1] * 255);
    return { actuator, time, writes, pins, shown };
  }

  it("drives its pin to the initial value when it is made", () => {
    assert.deepEqual(made({ initialValue: 51 }).writes, [[0, 0.2]]);
    assert.deepEqual(made().writes, [[0, 0]]);
    assert.equal(made({ initialValue: 51 }).actuator.state(), '{"state":"ON","brightness":51}');
    assert.equal(made().actuator.state(), '{"state":"OFF","brightness":255}');
  });

  it("obeys Home Assistant's JSON and plain words, and what is neither moves nothing", () => {
    const { actuator, writes, shown, time } = made();
    for (const [payload, isObeyed, state] of LIGHT_COMMANDS) {
      const before = writes.length;
      assert.equal(actuator.command(payload), isObeyed, payload);
      const parsed = JSON.parse(actuator.state()) as { state: string; brightness: number };
      assert.equal(`${parsed.state} ${parsed.brightness}`, state, payload);
      assert.equal(writes.length, before + Number(isObeyed));
      assert.equal(shown(), parsed.state === "ON" ? parsed.brightness : 0, payload);
    }
    assert.ok(time.isQuiet);
  });

  it("light grows with the power of brightness, and the lowest brightness is not dark", () => {
    const { actuator, writes } = made({ gamma: 2.8 });
    actuator.command('{"state":"ON","brightness":128}');
    actuator.command('{"state":"ON","brightness":1}');
    actuator.command('{"state":"ON","brightness":255}');
    const duties = writes.map(([, duty]) => Math.round(duty * 1e4) / 1e4);
    // (128 / 255) ^ 2.8; one step of 1,024; full.
    assert.deepEqual(duties, [0, 0.1452, 0.001, 1]);
  });

  it("goes to a brightness evenly, 25 steps a second, tells at once where it goes, and is quiet then", () => {
    const { actuator, time, writes, shown } = made();
    assert.equal(actuator.command('{"state":"ON","brightness":200,"transition":2}'), true);
    assert.equal(actuator.state(), '{"state":"ON","brightness":200}');
    assert.equal(writes.length, 1);
    time.run(1_000);
    assert.equal(shown(), 100);
    time.run(10_000);
    assert.equal(shown(), 200);
    const [ms, duty] = writes[writes.length - 1];
    assert.deepEqual([ms, Math.fround(duty)], [2_000, Math.fround(200 / 255)]);
    assert.equal(writes.length, 1 + 50);
    assert.ok(time.isQuiet);
  });

  it("a command on the way starts from where the light is, with one timer", () => {
    const { actuator, time, writes, shown } = made();
    actuator.command('{"state":"ON","brightness":200,"transition":2}');
    time.run(1_000);
    for (let i = 0; i < 20; i++) actuator.command('{"state":"OFF","transition":1}');
    const before = writes.length;
    time.run(520);
    assert.equal(shown(), 48);
    assert.equal(writes.length, before + 13);
    assert.equal(actuator.command("ON"), true);
    assert.equal(shown(), 200);
    time.run(5_000);
    assert.equal(shown(), 200);
    assert.equal(actuator.command("dim"), false);
    assert.ok(time.isQuiet);
  });

  it("takes its own time for changes that do not say how long", () => {
    const { actuator, time, shown } = made({ transitionSeconds: 1 });
    actuator.command("TOGGLE");
    time.run(520);
    assert.equal(shown(), Math.round(255 * 0.52));
    actuator.command('{"state":"OFF","transition":0}');
    assert.equal(shown(), 0);
  });

  it("a step that fails costs that step alone", () => {
    const { actuator, time, pins, shown, writes } = made();
    const { write } = pins;
    actuator.command('{"state":"ON","brightness":100,"transition":1}');
    pins.write = () => {
      throw new Error("no");
    };
    assert.throws(() => time.run(40));
    pins.write = write;
    time.run(2_000);
    assert.equal(shown(), 100);
    assert.equal(writes.length, 1 + 24);
  });

  it("a step that never comes is made up for by the next command", () => {
    const { actuator, time, shown } = made();
    const { after } = time.timer;
    actuator.command('{"state":"ON","brightness":100,"transition":1}');
    time.timer.after = () => {};
    time.run(200);
    time.timer.after = after;
    time.run(3_000);
    assert.ok(shown() < 100);
    actuator.command('{"state":"ON","brightness":50,"transition":1}');
    time.run(2_000);
    assert.equal(shown(), 50);
  });

  it("a pin that cannot be driven leaves the state as it was", () => {
    const { actuator, pins } = made();
    pins.write = () => {
      throw new Error("no");
    };
    assert.throws(() => actuator.command("ON"));
    assert.equal(actuator.state(), '{"state":"OFF","brightness":255}');
  });
});
