import assert from "node:assert/strict";
import { CURRENTS, type Currents } from "../../../../scripts/lib/platforms/chips/currents";
import { CHIP_NAMES } from "../../../../scripts/lib/platforms/chip-names";
import { daysOf, meanMilliamps, milliampHoursOf, milliampsOf, type Phase } from "../../../../scripts/lib/sleep/charge";

const CHIP: Currents = {
  deepSleepMicroamps: 10,
  computingMilliamps: 36,
  receivingMilliamps: 100,
  transmittingMilliamps: 200,
  source: "a chip whose sums are easy",
};
const boots: Phase = { name: "boots", ms: 1_000, radio: false };
const talks: Phase = { name: "talks", ms: 4_000, radio: true };

describe("the charge that a node takes from its battery", () => {
  it("is reckoned with the radio sending a twentieth of the time in which it is on", () => {
    assert.equal(milliampsOf(boots, CHIP), 36);
    assert.equal(milliampsOf(talks, CHIP), 105);
  });

  it("of a wake is the sum of its phases", () => {
    // 36 mA for a second are 0.01 mAh; 105 mA for 4 s are 0.11667.
    assert.ok(Math.abs(milliampHoursOf([boots, talks], CHIP) - (0.01 + 0.42 / 3.6)) < 1e-9);
  });

  it("on average counts the time asleep, and each wake as often as it comes", () => {
    const asleepMicroamps = 100;
    const always = meanMilliamps({ connectEvery: 1, connecting: [boots, talks] }, 600, CHIP, asleepMicroamps);
    // In 600 s: 36 mAs, 420 mAs, and 595 s of 0.1 mA.
    assert.ok(Math.abs(always - (36 + 420 + 59.5) / 600) < 1e-9);
    const sixth = meanMilliamps(
      { connectEvery: 6, connecting: [boots, talks], quiet: [boots] },
      600,
      CHIP,
      asleepMicroamps,
    );
    assert.ok(Math.abs(sixth - (36 + 420 + 59.5 + 5 * (36 + 59.9)) / 3600) < 1e-9);
  });

  it("is that of a node that never sleeps where its wakes take longer than from one to the next", () => {
    const endless: Phase = { name: "talks", ms: 60_000, radio: true };
    assert.ok(Math.abs(meanMilliamps({ connectEvery: 1, connecting: [endless] }, 30, CHIP, 100) - 105) < 1e-9);
  });

  it("says how many days a battery lasts", () => {
    assert.equal(daysOf(2_400, 0.1), 1_000);
  });
});

describe("the currents of chips", () => {
  it("are there for each chip, each greater than the one before, and say where they stand", () => {
    assert.deepEqual(Object.keys(CURRENTS).sort(), Object.keys(CHIP_NAMES).sort());
    for (const chip of Object.values(CURRENTS)) {
      const { deepSleepMicroamps, computingMilliamps, receivingMilliamps, transmittingMilliamps } = chip;
      assert.ok(deepSleepMicroamps < 1_000);
      assert.ok(computingMilliamps < receivingMilliamps && receivingMilliamps < transmittingMilliamps);
      assert.match(chip.source, /Datasheet/);
    }
  });
});
