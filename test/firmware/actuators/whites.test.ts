import assert from "node:assert/strict";
import { rgb } from "../../../firmware/actuators/rgb";
import { withWhites } from "../../../firmware/actuators/whites";
import { LIGHT_COMMANDS } from "./light-vectors";
import { VirtualClock } from "./virtual-clock";

function made() {
  const time = new VirtualClock();
  const shown: string[] = [];
  const strips = { fill: (_pin: number, pixel: string) => void shown.push(pixel) };
  const pixel = (red: number, green: number, blue: number): string => `${red} ${green} ${blue}`;
  const options = { pin: 13, count: 30, pixel, gamma: 1, transitionSeconds: 0, initialValue: 0 };
  const light = withWhites(rgb(strips, time.clock, time.timer, options));
  return { light, last: () => shown[shown.length - 1] };
}

describe("whites of a strip", () => {
  it("go from candle light to daylight, and the state says which it is", () => {
    const { light, last } = made();
    for (const [kelvin, expected] of [
      [2000, "255 137 14"],
      [4000, "255 206 166"],
      [6500, "255 254 250"],
    ] as const) {
      assert.equal(light.command(`{"state":"ON","color_temp":${kelvin}}`), true);
      assert.equal(last(), expected);
      assert.equal(light.state(), `{"state":"ON","brightness":255,"color_mode":"color_temp","color_temp":${kelvin}}`);
    }
  });

  it("take brightness and transition among the rest, and outlast OFF", () => {
    const { light, last } = made();
    assert.equal(light.command('{"state": "ON", "color_temp": 4000, "brightness": 51}'), true);
    assert.equal(last(), "51 41 33");
    assert.equal(light.command("OFF"), true);
    assert.equal(light.command("ON"), true);
    assert.equal(last(), "51 41 33");
    assert.match(light.state(), /"color_temp":4000}$/);
  });

  it("end with a colour, and refuse what is none of them", () => {
    const { light } = made();
    light.command('{"state":"ON","color_temp":2700}');
    const before = light.state();
    for (const payload of [
      '{"state":"ON","color_temp":1999}',
      '{"state":"ON","color_temp":6501}',
      '{"state":"ON","color_temp":"warm"}',
      '{"state":"ON","color_temp":-1}',
      '{"state":"ON","color_temp":2700,"color":{"r":1}}',
      '{"state":"ON","color_temp":2700,"flash":2}',
      '{"color_temp":2700}',
    ]) {
      assert.equal(light.command(payload), false, payload);
      assert.equal(light.state(), before, payload);
    }
    assert.equal(light.command('{"state":"ON","color":{"r":1,"g":2,"b":3}}'), true);
    assert.match(light.state(), /"color_mode":"rgb","color":\{"r":1,"g":2,"b":3\}\}$/);
  });

  it("leave it a light that obeys all that one obeys", () => {
    const { light } = made();
    for (const [payload, isObeyed, state] of LIGHT_COMMANDS) {
      assert.equal(light.command(payload), isObeyed, payload);
      const told = JSON.parse(light.state()) as { state: string; brightness: number };
      assert.equal(`${told.state} ${told.brightness}`, state, payload);
    }
  });
});
