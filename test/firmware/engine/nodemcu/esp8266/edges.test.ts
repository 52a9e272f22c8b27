import assert from "node:assert/strict";
import { luaEngine, TIMERS } from "./lua-engine";

const MODULES = `${TIMERS}
gpio = { INT = 2, PULLUP = 1, FLOAT = 0, modes = {} }
function gpio.mode(...) gpio.modes[#gpio.modes + 1] = { ... } end
function gpio.trig(pin, kind, tell) gpio.kind, gpio.tell = kind, tell end
`;

describe("edges on the ESP8266", () => {
  function watch(
    edge: "both" | "rising" | "falling",
    ...told: [level: number, atUs: number, count: number][]
  ): unknown[] {
    const { reports, run } = luaEngine(
      MODULES,
      `import { edgeInputs } from "./firmware/engine/nodemcu/esp8266/edges";
      edgeInputs.watch(5, "up", "${edge}", (high, atSeconds) => report(high, atSeconds));`,
    );
    run("local pin, mode, pull = unpack(gpio.modes[1]) report(pin, mode, pull, gpio.kind)");
    for (const call of told) run(`now_us = ${call[1] + 50} gpio.tell(${call.join(", ")})`);
    return reports;
  }

  it("are told with their level and the moment of the interrupt", () => {
    assert.deepEqual(watch("both", [1, 2_000_000, 1], [0, 2_005_830, 1]), [
      [5, 2, 1, "both"],
      [true, 2],
      [false, 2.00583],
    ]);
  });

  it("come as many as the chip counted, where all are of one kind", () => {
    assert.deepEqual(watch("rising", [1, 1_000_000, 3]).slice(1), [
      [true, 1],
      [true, 1],
      [true, 1],
    ]);
    assert.deepEqual(watch("falling", [0, 1_000_000, 1]), [
      [5, 2, 1, "down"],
      [false, 1],
    ]);
  });

  it("end at the level that the count says, where several came at once", () => {
    assert.deepEqual(watch("both", [1, 1_000_000, 2], [1, 3_000_000, 3]).slice(1), [
      [true, 1],
      [false, 1],
      [true, 3],
    ]);
  });
});
