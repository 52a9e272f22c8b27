import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { buildProgram } from "../../../scripts/lib/bundle";
import { runInEspruino } from "../../engines/espruino-run";
import { LIGHT_COMMANDS } from "./light-vectors";

const root = resolve(__dirname, "../../..");
const interpreter = process.env["ESPRUINO"];

/** Gives a light all commands, and prints what it makes of them; then the variables free after many, in steps as well. */
const PROGRAM = `
let nowMs = 0;
let due: () => void = () => {};
const clock = { nowMs: () => nowMs, every: () => {} };
const timer = { after: (_ms: number, run: () => void) => { due = run; } };
let duty = -1;
const pins = { write: (_pin: number, wanted: number) => { duty = wanted; } };
const lamp = light(pins, clock, timer, { pin: 33, hz: 1000, gamma: 1, transitionSeconds: 0, initialValue: 0 });
for (const each of LIGHT_COMMANDS) {
  console.log("@" + (lamp.command(each[0]) ? "yes " : "no ") + lamp.state() + " " + Math.round(duty * 255) + "@");
}
lamp.command('{"state":"ON","brightness":100,"transition":1}');
for (let i = 0; i < 25; i++) {
  nowMs += 40;
  due();
}
console.log("@" + Math.round(duty * 255) + "@");
const round = (times: number): number => {
  for (let i = 0; i < times; i++) {
    lamp.command('{"state":"ON","brightness":100,"transition":1}');
    nowMs += 500;
    due();
    lamp.command('{"state": "OFF", "brightness": 400}');
    lamp.command("TOGGLE");
    lamp.state();
  }
  return process.memory(true).free;
};
const strip = rgb(pixelStrips, clock, timer, {
  pin: 13,
  count: 30,
  pixel: (red, green, blue) => String.fromCharCode(green, red, blue),
  gamma: 2.8,
  transitionSeconds: 0,
  initialValue: 0,
});
strip.command('{"state":"ON","brightness":128,"color":{"r":255,"g":100,"b":0}}');
console.log("@" + strip.state() + "@");
const stripRound = (times: number): number => {
  for (let i = 0; i < times; i++) {
    strip.command('{"state":"ON","brightness":100,"color":{"r":255,"g":100,"b":0},"transition":1}');
    nowMs += 500;
    due();
    strip.command('{"state":"ON","color":{"r":1000}}');
    strip.command("TOGGLE");
    strip.state();
  }
  return process.memory(true).free;
};
stripRound(100);
console.log("@" + stripRound(300) + "@");
console.log("@" + stripRound(300) + "@");
round(100);
console.log("@" + round(1000) + "@");
console.log("@" + round(1000) + "@");
`;

/** The module that Espruino for Linux lacks; tells of what is sent where it differs from what was sent before. */
const NEOPIXEL = `Modules.addCached("neopixel",function(){
  var told=0;
  exports.write=function(pin,data){if(told++<2)print("@"+pin+" "+data.length+" "+E.toUint8Array(data.substr(81,9)).join()+"@")}
});
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
          `import { LIGHT_COMMANDS } from "${relative(folder, join(__dirname, "light-vectors"))}";\n` +
          `import { light } from "${firmware}/actuators/light";\n` +
          `import { rgb } from "${firmware}/actuators/rgb";\n` +
          `import { pixelStrips } from "${firmware}/engine/espruino/pixels";\n${PROGRAM}`,
        "espruino",
        root,
        folder,
      );
      lines = await runInEspruino(
        interpreter,
        NEOPIXEL + readFileSync(bundlePath, "latin1") + "\nclearTimeout();quit();\n",
        50_000,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("a light obeys the same commands", () => {
    LIGHT_COMMANDS.forEach(([payload, isObeyed, state], i) => {
      const [word, brightness] = state.split(" ");
      assert.equal(
        lines[i],
        `${isObeyed ? "yes" : "no"} {"state":"${word}","brightness":${brightness}} ${word === "ON" ? brightness : 0}`,
        payload,
      );
    });
  });

  it("a light arrives where it goes", () => {
    assert.equal(lines[LIGHT_COMMANDS.length], "100");
  });

  it("a strip is sent its colour once for each LED, in the order of the LEDs", () => {
    const [dark, lit, state] = lines.slice(LIGHT_COMMANDS.length + 1);
    assert.equal(dark, "13 90 0,0,0,0,0,0,0,0,0");
    assert.equal(lit, "13 90 3,37,0,3,37,0,3,37,0");
    assert.equal(state, '{"state":"ON","brightness":128,"color_mode":"rgb","color":{"r":255,"g":100,"b":0}}');
  });

  it("thousands of commands and steps take up no variable", () => {
    const [strip, stripAfter, light, lightAfter] = lines.slice(LIGHT_COMMANDS.length + 4);
    assert.match(`${strip} ${light}`, /^\d+ \d+$/);
    assert.deepEqual([stripAfter, lightAfter], [strip, light]);
  });
});
