import assert from "node:assert/strict";
import { rgb, type RgbOptions } from "../../../firmware/actuators/rgb";
import { LIGHT_COMMANDS } from "./light-vectors";
import { VirtualClock } from "./virtual-clock";

describe("rgb strip", () => {
  function made(changes: Partial<RgbOptions> = {}) {
    const time = new VirtualClock();
    const shown: string[] = [];
    const strips = {
      fill: (pin: number, pixel: string, count: number) => {
        assert.deepEqual([pin, count], [13, 30]);
        shown.push(pixel);
      },
    };
    const actuator = rgb(strips, time.clock, time.timer, {
      pin: 13,
      count: 30,
      pixel: (red, green, blue) => `${red} ${green} ${blue}`,
      gamma: 1,
      transitionSeconds: 0,
      initialValue: 0,
      ...changes,
    });
    return { actuator, time, shown, strips, last: () => shown[shown.length - 1] };
  }

  it("is dark or white when it is made", () => {
    assert.deepEqual(made().shown, ["0 0 0"]);
    assert.deepEqual(made({ initialValue: 51 }).shown, ["51 51 51"]);
    assert.equal(
      made({ initialValue: 51 }).actuator.state(),
      '{"state":"ON","brightness":51,"color_mode":"rgb","color":{"r":255,"g":255,"b":255}}',
    );
  });

  it("obeys all that a light obeys", () => {
    const { actuator, last, shown } = made();
    for (const [payload, isObeyed, state] of LIGHT_COMMANDS) {
      const before = shown.length;
      assert.equal(actuator.command(payload), isObeyed, payload);
      const parsed = JSON.parse(actuator.state()) as { state: string; brightness: number };
      assert.equal(`${parsed.state} ${parsed.brightness}`, state, payload);
      assert.equal(shown.length, before + Number(isObeyed), payload);
      const level = parsed.state === "ON" ? parsed.brightness : 0;
      assert.equal(last(), `${level} ${level} ${level}`, payload);
    }
  });

  it("takes a colour, dims it, and keeps it", () => {
    const { actuator, last } = made();
    for (const [payload, shows] of [
      ['{"state":"ON","color":{"r":255,"g":100,"b":0}}', "255 100 0"],
      ['{"state": "ON", "brightness": 51}', "51 20 0"],
      ["OFF", "0 0 0"],
      ["ON", "51 20 0"],
      ['{"state":"ON","brightness":255,"color":{"b":7}}', "255 100 7"],
    ]) {
      assert.equal(actuator.command(payload), true);
      assert.equal(last(), shows, payload);
    }
    assert.equal(
      actuator.state(),
      '{"state":"ON","brightness":255,"color_mode":"rgb","color":{"r":255,"g":100,"b":7}}',
    );
  });

  it("an impossible colour changes nothing", () => {
    const { actuator, shown } = made({ initialValue: 9 });
    const before = actuator.state();
    for (const color of [
      '{"r":256,"g":0,"b":0}',
      '{"r":0,"g":-1,"b":0}',
      '{"r":0,"g":0,"b":"x"}',
      '{"r":}',
      "{}",
      "5",
      "[255,0,0]",
      '{"r":1,"w":2}',
      '{"r":1,"r":2}',
      '{"r":1},"g":2',
      '{"r":1}x',
      '{"r":1}}',
      '{"r":1',
      '{"r":1,"color":{"g":2}}',
      '{"r":1,"brightness":2}',
      '{"r":1},"color":{"g":2}',
    ]) {
      assert.equal(actuator.command(`{"state":"ON","color":${color}}`), false, color);
    }
    assert.equal(actuator.command('{"color":{"r":1,"state":"ON"}}'), false);
    assert.equal(actuator.command('{"state":"ON","r":1}'), false);
    assert.equal(actuator.state(), before);
    assert.equal(shown.length, 1);
  });

  it("corrects for the eye, and what is not meant to be dark is not", () => {
    const { actuator, last } = made({ gamma: 2.8 });
    actuator.command('{"state":"ON","brightness":128,"color":{"r":255,"g":30,"b":0}}');
    assert.equal(last(), "37 1 0");
  });

  it("fades brightness and colour together, and does not send what is shown already", () => {
    const { actuator, time, shown, last } = made();
    actuator.command('{"state":"ON","color":{"r":200,"g":0,"b":0}}');
    actuator.command('{"state":"ON","brightness":255,"color":{"r":0,"g":200,"b":0},"transition":2}');
    time.run(1_000);
    assert.equal(last(), "100 100 0");
    time.run(2_000);
    assert.equal(last(), "0 200 0");
    const sent = shown.length;
    actuator.command('{"state":"ON","color":{"r":0,"g":201,"b":0},"transition":4}');
    time.run(5_000);
    assert.equal(last(), "0 201 0");
    assert.ok(shown.length - sent <= 3, `${shown.length - sent} times`);
    assert.ok(time.isQuiet);
  });

  it("comes up from the dark in the colour it goes to", () => {
    const { actuator, time, last } = made();
    actuator.command('{"state":"ON","color":{"r":0,"g":0,"b":200},"transition":2}');
    time.run(1_000);
    assert.equal(last(), "0 0 100");
  });

  it("a step that fails is made up for by the next", () => {
    const { actuator, time, strips, last } = made();
    const { fill } = strips;
    actuator.command('{"state":"ON","transition":1}');
    strips.fill = () => {
      throw new Error("no room");
    };
    assert.throws(() => time.run(40));
    strips.fill = fill;
    time.run(2_000);
    assert.equal(last(), "255 255 255");
  });
});
