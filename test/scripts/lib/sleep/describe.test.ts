import assert from "node:assert/strict";
import type { Wake } from "../../../../scripts/lib/sleep/charge";
import { describeSleep } from "../../../../scripts/lib/sleep/describe";

const NONE = { bytesAWake: 0, freeBytes: 800_000 };
const measuring: Wake = [
  { name: "starts", ms: 1_000, radio: false },
  { name: "measures", ms: 120, radio: false },
];
const connecting: Wake = [
  ...measuring,
  { name: "joins Wi-Fi", ms: 2_000, radio: true },
  { name: "listens", ms: 2_000, radio: true },
];

describe("what is said of a board that sleeps", () => {
  it("tells both kinds of its wakes, and how long battery and flash memory last", () => {
    const lines = describeSleep({
      chip: "esp32c3",
      hardware: "xiao-esp32c3",
      everySeconds: 600,
      connectEvery: 6,
      connecting,
      quiet: measuring,
      batteryMilliampHours: 2_000,
      flash: { bytesAWake: 20.4, freeBytes: 800_000 },
    });
    assert.deepEqual(lines.slice(0, 9), [
      "  a wake              connecting   measuring",
      "  starts                  1.00 s      1.00 s  at 28 mA",
      "  measures                0.12 s      0.12 s  at 28 mA",
      "  joins Wi-Fi             2.00 s              at 97 mA",
      "  listens                 2.00 s              at 97 mA",
      "  awake                   5.12 s      1.12 s",
      "  charge                 116 µAh     8.7 µAh",
      "  asleep 44 µA, on average 203 µA: 2000 mAh last some 410 days",
      "  flash memory: 21 bytes a wake; each page is erased once in 272 days, and can be some 100000 times",
    ]);
    assert.match(lines.join("\n"), /A reckoning, not a measurement/);
    assert.match(lines.join("\n"), /what the maker of the Seeed Studio XIAO ESP32C3 says/);
  });

  it("says for some numbers of wakes how long a battery lasts where only a pin wakes it", () => {
    const lines = describeSleep({
      chip: "esp8266",
      connectEvery: 1,
      connecting,
      batteryMilliampHours: 1_000,
      flash: NONE,
    });
    assert.deepEqual(lines.slice(0, 1), ["  a wake              connecting"]);
    assert.deepEqual(lines.slice(7, 12), [
      "  asleep 20 µA: 1000 mAh last some 5.7 years if nothing wakes it",
      "  woken 10 times a day 50 µA: 1000 mAh last some 2.3 years",
      "  woken 100 times a day 325 µA: 1000 mAh last some 128 days",
      "  woken 1000 times a day 3070 µA: 1000 mAh last some 14 days",
      "  flash memory is not written to",
    ]);
    assert.match(lines.join("\n"), /the ESP8266 alone while it sleeps/);
  });

  it("says nothing of days where the battery is not told", () => {
    const lines = describeSleep({ chip: "esp32", everySeconds: 60, connectEvery: 1, connecting, flash: NONE });
    assert.ok(lines.some((line) => /on average \d+ µA$/.test(line)));
    assert.doesNotMatch(lines.join("\n"), /mAh last/);
  });
});
