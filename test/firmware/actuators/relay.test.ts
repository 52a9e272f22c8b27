import assert from "node:assert/strict";
import { createInterlock } from "../../../firmware/actuators/interlock";
import { createRelay, type RelayOptions, type Interlock } from "../../../firmware/actuators/relay";
import { relaySwitch } from "../../../firmware/actuators/relay-switch";
import type { Actuator } from "../../../firmware/actuators/actuator";
import { Random, seed } from "../../random";
import { RelayDesk } from "./relay-desk";

const PLAIN: RelayOptions = { pin: 25, activeLow: false, initialValue: false, maxOnMs: 0, minimumOffMs: 0 };

describe("a switch with limits", () => {
  let desk: RelayDesk;
  let told: string[];

  beforeEach(() => {
    desk = new RelayDesk();
    told = [];
  });

  function made(options: Partial<RelayOptions>, interlock?: Interlock): Actuator {
    const all = { ...PLAIN, ...options };
    const actuator = relaySwitch(createRelay(desk.pins, desk.alarms, all, interlock));
    actuator.watch?.(() => told.push(`${all.pin} ${actuator.state()} ${desk.nowMs}`));
    return actuator;
  }

  const history = (): string[] => desk.changes.map(({ atMs, pin, high }) => `${pin} ${high ? "high" : "low"} ${atMs}`);

  it("goes off by itself after its longest time on, and tells", () => {
    const pump = made({ maxOnMs: 10_000, activeLow: true });
    desk.run(1_000);
    assert.equal(pump.command("ON"), true);
    assert.equal(pump.state(), "ON");
    desk.run(60_000);
    assert.equal(pump.state(), "OFF");
    assert.deepEqual(history(), ["25 high 0", "25 low 1000", "25 high 11000"]);
    assert.deepEqual(told, ["25 OFF 11000"], "what a command brings about is told by whoever gave it");
  });

  it("another ON makes its time no longer, an OFF between two begins anew", () => {
    const pump = made({ maxOnMs: 10_000 });
    for (const [command, ms] of [
      ["ON", 6_000],
      ["ON", 3_999],
    ] as const) {
      pump.command(command);
      desk.run(ms);
    }
    assert.equal(pump.state(), "ON");
    desk.run(1);
    assert.equal(pump.state(), "OFF");
    pump.command("ON");
    desk.run(5_000);
    pump.command("OFF");
    pump.command("ON");
    desk.run(9_999);
    assert.equal(pump.state(), "ON");
  });

  it("the time on counts from boot where it is on at boot", () => {
    made({ maxOnMs: 10_000, initialValue: true });
    desk.run(60_000);
    assert.deepEqual(history(), ["25 low 0", "25 high 0", "25 low 10000"]);
  });

  it("an ON that comes too early is obeyed when its rest is over, and is OFF until then", () => {
    const compressor = made({ minimumOffMs: 180_000 });
    desk.run(60_000);
    assert.equal(compressor.command("ON"), true, "at boot nobody knows how long it was off");
    assert.equal(compressor.state(), "OFF");
    desk.run(120_000);
    assert.equal(compressor.state(), "ON");
    assert.deepEqual(told, ["25 ON 180000"]);
    compressor.command("OFF");
    compressor.command("ON");
    desk.run(179_999);
    assert.equal(compressor.state(), "OFF");
    desk.run(1);
    assert.equal(compressor.state(), "ON");
  });

  it("an OFF or TOGGLE takes back an ON that waits", () => {
    const compressor = made({ minimumOffMs: 180_000 });
    compressor.command("ON");
    compressor.command("OFF");
    compressor.command("TOGGLE");
    compressor.command("TOGGLE");
    desk.run(600_000);
    assert.equal(compressor.state(), "OFF");
    compressor.command("ON");
    assert.equal(compressor.state(), "ON", "rested by now");
  });

  it("of an interlock, the others go off before one goes on, and stay off for the wait", () => {
    const motor = createInterlock(desk.alarms, 500);
    const [up, down] = [26, 27].map((pin) => made({ pin }, motor));
    desk.run(1_000);
    up.command("ON");
    desk.run(1_000);
    down.command("ON");
    assert.deepEqual([up.state(), down.state()], ["OFF", "OFF"]);
    assert.deepEqual(told, ["26 OFF 2000"]);
    desk.run(500);
    assert.deepEqual([up.state(), down.state()], ["OFF", "ON"]);
    assert.deepEqual(told, ["26 OFF 2000", "27 ON 2500"]);
  });

  it("an interlock without a wait switches over in one go, off first", () => {
    const motor = createInterlock(desk.alarms, 0);
    const [up, down] = [26, 27].map((pin) => made({ pin }, motor));
    desk.run(10);
    up.command("ON");
    down.command("ON");
    assert.deepEqual(history().slice(2), ["26 high 10", "26 low 10", "27 high 10"]);
  });

  it("at boot every relay of an interlock is driven off before one goes on", () => {
    const motor = createInterlock(desk.alarms, 0);
    made({ pin: 26, initialValue: true }, motor);
    made({ pin: 27 }, motor);
    assert.deepEqual(history(), ["26 low 0", "27 low 0"]);
    desk.run(10);
    assert.deepEqual(history().slice(2), ["26 high 1"]);
    assert.deepEqual(told, ["26 ON 1"]);
  });

  it("a relay that cannot be switched off keeps the other one off", () => {
    const motor = createInterlock(desk.alarms, 0);
    const [up, down] = [26, 27].map((pin) => made({ pin }, motor));
    desk.run(10);
    up.command("ON");
    desk.isBroken = true;
    assert.throws(() => down.command("ON"));
    desk.isBroken = false;
    desk.run(10_000);
    assert.equal(desk.levels.get(27), false);
  });

  it("refuses what is no command, and a pin that cannot be driven leaves it off", () => {
    const pump = made({ maxOnMs: 1_000 });
    for (const payload of ["", "on", "1", "50", "OPEN"]) assert.equal(pump.command(payload), false);
    desk.isBroken = true;
    assert.throws(() => pump.command("ON"));
    assert.equal(pump.state(), "OFF");
  });

  for (const isInterrupted of [false, true]) {
    it(`holds every limit, whatever is commanded when${isInterrupted ? " and wherever it is cut off" : ""}`, () => {
      const random = new Random(seed());
      for (let run = 0; run < 150; run++) {
        desk = new RelayDesk();
        const waitMs = random.below(3) * 400;
        const group = createInterlock(desk.alarms, waitMs);
        const limits = [26, 27, 32].map((pin) => ({
          pin,
          maxOnMs: random.below(2) * (1_000 + random.below(5_000)),
          minimumOffMs: random.below(2) * random.below(4_000),
        }));
        const relays = limits.map((each) => made({ ...each, initialValue: each.pin === 27 }, group));
        for (let i = 0; i < 60; i++) {
          if (isInterrupted && random.below(3) === 0) desk.interruptIn = 1 + random.below(6);
          const relay = relays[random.below(3)];
          const command = ["ON", "ON", "OFF", "TOGGLE"][random.below(4)];
          desk.attempt(() => relay.command(command));
          desk.run(random.below(3_000));
        }
        desk.interruptIn = Infinity;
        desk.run(20_000);
        check(limits, waitMs, isInterrupted ? 1_000 : 0);
        limits.forEach(({ pin, maxOnMs }) =>
          assert.ok(maxOnMs === 0 || desk.levels.get(pin) === false, `pin ${pin} is on for good`),
        );
        if (!isInterrupted) {
          relays.forEach((relay, i) => assert.equal(relay.state() === "ON", desk.levels.get(limits[i].pin)));
        }
      }
    });
  }

  /** Looks through what the pins went through. An interruption may cost a second of a time on, and one rest. */
  function check(
    limits: { pin: number; maxOnMs: number; minimumOffMs: number }[],
    waitMs: number,
    slackMs: number,
  ): void {
    const on = new Map<number, number>();
    const off = new Map<number, number>();
    for (const { atMs, pin, high } of desk.changes) {
      const { maxOnMs, minimumOffMs } = limits.find((each) => each.pin === pin) ?? PLAIN;
      if (high) {
        assert.equal(on.size, 0, `two on at ${atMs}`);
        if (slackMs === 0) {
          assert.ok(atMs - (off.get(pin) ?? 0) >= minimumOffMs, `${pin} on again at ${atMs}`);
          for (const offMs of off.values()) assert.ok(atMs - offMs >= waitMs, `no wait before ${atMs}`);
        }
        on.set(pin, atMs);
      } else {
        const ranMs = atMs - (on.get(pin) ?? atMs);
        assert.ok(maxOnMs === 0 || ranMs <= maxOnMs + 2 * slackMs, `${pin} ran for ${ranMs} ms until ${atMs}`);
        on.delete(pin);
        off.set(pin, atMs);
      }
    }
  }
});
