import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { buildProgram } from "../../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../../scripts/lib/platforms/engine-files";
import { fromStorage, runInEspruino } from "../../engines/espruino-run";
import { trial } from "./trial";

const root = resolve(__dirname, "../../..");
const interpreter = process.env["ESPRUINO"];

/** The module that Espruino for Linux lacks; tells of what is sent to a strip at first. */
const NEOPIXEL = `Modules.addCached("neopixel",function(){
  var told=0;
  exports.write=function(pin,data){if(told++<2)print("@"+pin+" "+data.length+" "+E.toUint8Array(data.substr(81,9)).join()+"@")}
});
`;

/** Runs the trial; then prints the variables free after many commands and steps, twice. */
const PROGRAM = `
trial((line) => console.log("@" + line + "@"));
let nowMs = 0;
let due: () => void = () => {};
const clock = { nowMs: () => nowMs, every: () => {} };
const timer = { after: (_ms: number, run: () => void) => { due = run; } };
const pins = { write: () => {} };
const lamp = light(pins, clock, timer, { pin: 33, hz: 1000, gamma: 2.8, transitionSeconds: 0, initialValue: 0 });
const flap = servo(pins, {
  pin: 18,
  hz: 50,
  minMicroseconds: 1000,
  maxMicroseconds: 2000,
  minAngle: -90,
  maxAngle: 90,
  initialValue: 0,
});
const strip = rgb(pixelStrips, clock, timer, {
  pin: 13,
  count: 30,
  pixel: (red, green, blue) => String.fromCharCode(green, red, blue),
  gamma: 1,
  transitionSeconds: 0,
  initialValue: 0,
});
const round = (times: number): number => {
  for (let i = 0; i < times; i++) {
    strip.command('{"state":"ON","brightness":255,"color":{"r":255,"g":100,"b":0},"transition":1}');
    nowMs += 500;
    due();
    strip.command('{"state":"ON","color":{"r":1000}}');
    strip.command('{"state":"ON","color":{"r":1,"g":2,"b":3}}');
    strip.state();
    lamp.command('{"state":"ON","brightness":100,"transition":1}');
    nowMs += 500;
    due();
    lamp.command('{"state": "ON", "brightness": 400}');
    lamp.command("TOGGLE");
    lamp.state();
    flap.command("" + (i % 90));
    flap.state();
  }
  return process.memory(true).free;
};
round(100);
console.log("@" + round(500) + "@");
console.log("@" + round(500) + "@");
`;

describe("actuators in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);
  let lines: string[];

  before(async function () {
    if (interpreter === undefined) this.skip();
    const folder = mkdtempSync(join(tmpdir(), "mote-actuators-"));
    try {
      const { bundlePath } = await buildProgram(
        (firmware) =>
          `import { trial } from "${relative(folder, join(__dirname, "trial"))}";\n` +
          ["light", "rgb", "servo"]
            .map((each) => `import { ${each} } from "${firmware}/actuators/${each}";\n`)
            .join("") +
          `import { pixelStrips } from "${firmware}/engine/espruino/pixels";\n${PROGRAM}`,
        { ...ESPRUINO_ON_ESP32, tokens: true },
        root,
        folder,
      );
      lines = await runInEspruino(
        interpreter,
        NEOPIXEL + fromStorage(readFileSync(bundlePath, "latin1")) + "\nclearTimeout();quit();\n",
        50_000,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("do there what they do in V8", () => {
    const expected: string[] = [];
    trial((line) => expected.push(line));
    assert.deepEqual(lines.splice(0, expected.length), expected);
  });

  it("a strip is sent its colour once for each LED, in the order of the LEDs", () => {
    assert.deepEqual(lines.splice(0, 2), ["13 90 0,0,0,0,0,0,0,0,0", "13 90 50,128,0,50,128,0,50,128,0"]);
  });

  it("thousands of commands and steps take up no variable", () => {
    const [before, after] = lines;
    assert.match(before, /^\d+$/);
    assert.equal(after, before);
  });
});
