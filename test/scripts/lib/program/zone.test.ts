import assert from "node:assert/strict";
import { offsetMinutes } from "../../../../firmware/app/program/day-times";
import { isZone, zoneChanges } from "../../../../scripts/lib/program/zone";
import { Random } from "../../../random";

const SEED = 19;

describe("a time zone of a program", () => {
  for (const zone of [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Santiago",
  ]) {
    it(`${zone} has the offsets that this computer knows, at any time until 2040 (seed ${SEED})`, () => {
      const changes = zoneChanges(zone);
      const random = new Random(SEED);
      const format = new Intl.DateTimeFormat("en-u-hc-h23", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
      const first = Date.UTC(2026, 0) / 60_000;
      for (let i = 0; i < 2_000; i++) {
        const minutes = first + random.below(14 * 365 * 1440);
        const local = new Date((minutes + offsetMinutes(changes, minutes)) * 60_000);
        const expected = format.formatToParts(minutes * 60_000);
        const told = new Intl.DateTimeFormat("en-u-hc-h23", {
          timeZone: "UTC",
          dateStyle: "short",
          timeStyle: "short",
        });
        assert.deepEqual(told.formatToParts(local), expected, String(minutes));
      }
    });
  }

  it("is known by its name", () => {
    assert.ok(isZone("Europe/Berlin"));
    assert.ok(!isZone("Europe/Bärlin"));
  });
});
