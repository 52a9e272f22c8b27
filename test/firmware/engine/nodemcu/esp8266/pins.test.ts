import assert from "node:assert/strict";
import { luaEngine, TIMERS } from "./lua-engine";

const MODULES = `${TIMERS}
local function noted(module, names)
  local made = {}
  for name in names:gmatch("%w+") do made[name] = function(...) report(module .. "." .. name, ...) return 0 end end
  return made
end
gpio, pwm = noted("gpio", "mode write trig read"), noted("pwm", "setup setduty")
gpio.INPUT, gpio.OUTPUT, gpio.INT, gpio.FLOAT, gpio.PULLUP = "input", "output", "interrupt", "float", "up"
adc = { read = function(id) return value end }
`;
const PROGRAM = `
import { analogPins, digitalInputs, digitalOutputs, pulseOutputs, pwmPins } from "./firmware/engine/nodemcu/esp8266/pins";
declare let analog: () => void;
declare let input: (pull: "up" | "none") => void;
declare let write: (high: boolean) => void;
declare let pulse: (ms: number) => void;
declare let wave: (duty: number) => void;
analog = () => report(analogPins.read(17));
input = (pull) => digitalInputs.input(5, pull);
write = (high) => digitalOutputs.write(1, high);
pulse = (ms) => pulseOutputs.pulse(2, true, ms);
wave = (duty) => pwmPins.write(3, duty, 500);
`;

describe("the pins of the ESP8266", () => {
  function calls(lua: string): unknown[] {
    const { reports, run } = luaEngine(MODULES, PROGRAM);
    run(lua);
    return reports;
  }

  it("give the voltage on A0 as a fraction of full scale, and none where the chip measures its supply", () => {
    const readings = calls("for _, each in ipairs{0, 512, 1024, 65535} do value = each analog() end").flat();
    assert.deepEqual(readings, [0, 0.5, 1, NaN]);
  });

  it("get their level before they become outputs, and become that once", () => {
    assert.deepEqual(calls("write(true) write(false)"), [
      ["gpio.write", 1, 1],
      ["gpio.mode", 1, "output"],
      ["gpio.write", 1, 0],
    ]);
  });

  it("have a pull-up as inputs, or none", () => {
    assert.deepEqual(calls('input("up") input("none")'), [
      ["gpio.mode", 5, "input", "up"],
      ["gpio.mode", 5, "input", "float"],
    ]);
  });

  it("put out a pulse by a timer, which begins anew with the next", () => {
    assert.deepEqual(
      calls("pulse(500) pulse(200) report(#alarms, alarms[3].ms, alarms[2] == alarms[3]) alarms[3].run()").slice(2),
      [
        ["gpio.write", 2, 1],
        [3, 200, true],
        ["gpio.write", 2, 0],
      ],
    );
  });

  it("put out a square wave in 1023 steps, set up once", () => {
    assert.deepEqual(calls("wave(0) wave(0.5) wave(1)"), [
      ["pwm.setup", 3, 500, 0],
      ["pwm.setduty", 3, 0],
      ["pwm.setduty", 3, 512],
      ["pwm.setduty", 3, 1023],
    ]);
  });
});
