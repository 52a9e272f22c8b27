import assert from "node:assert/strict";
import type { Actuator } from "../../../firmware/actuators/actuator";
import { withEffects } from "../../../firmware/actuators/effects";
import { light } from "../../../firmware/actuators/light";
import { rgb } from "../../../firmware/actuators/rgb";
import { LIGHT_COMMANDS } from "./light-vectors";
import { RelayDesk } from "./relay-desk";

const OPTIONS = { pin: 13, hz: 5000, count: 30, gamma: 1, transitionSeconds: 0, initialValue: 0 };

function made(hasColours = true) {
  const desk = new RelayDesk();
  const shown: string[] = [];
  const { clock, timer } = desk.alarms;
  const pixel = (...colours: number[]): string => colours.join(" ");
  const strips = { fill: (_pin: number, each: string) => void shown.push(each) };
  const pins = { write: (_pin: number, duty: number) => void shown.push(duty.toFixed(2)) };
  const lamp: Actuator = hasColours
    ? rgb(strips, clock, timer, { ...OPTIONS, pixel })
    : light(pins, clock, timer, OPTIONS);
  return { desk, shown, actuator: withEffects(lamp, desk.alarms, hasColours) };
}

const effectOf = (actuator: Actuator): unknown => (JSON.parse(actuator.state()) as { effect: unknown }).effect;

describe("effects of a light", () => {
  it("breathe: it goes up and down, again and again", () => {
    const { desk, shown, actuator } = made(false);
    assert.equal(effectOf(actuator), "off");
    assert.equal(actuator.command('{"state":"ON","effect":"breathe"}'), true);
    assert.equal(effectOf(actuator), "breathe");
    desk.run(60_000);
    const levels = shown.map(Number);
    assert.ok(Math.max(...levels.slice(100)) > 0.95 && Math.min(...levels.slice(100)) < 0.2);
    assert.ok(shown.length > 1_000, "in small steps");
  });

  it("rainbow: it goes through the colours", () => {
    const { desk, shown, actuator } = made();
    assert.equal(actuator.command('{"state": "ON", "brightness": 255, "effect": "rainbow"}'), true);
    desk.run(30_000);
    const colours = shown.map((each) => each.split(" ").map(Number));
    for (const [channel, name] of ["red", "green", "blue"].entries()) {
      const values = colours.slice(100).map((each) => each[channel] ?? NaN);
      assert.ok(Math.max(...values) > 240 && Math.min(...values) < 20, name);
    }
  });

  it("end with any other command, and stay ended", () => {
    for (const payload of ["OFF", '{"state":"ON","brightness":9}', '{"state":"ON","effect":"off"}', "TOGGLE"]) {
      const { desk, shown, actuator } = made(false);
      actuator.command('{"effect":"breathe","state":"ON"}');
      desk.run(5_000);
      assert.equal(actuator.command(payload), true, payload);
      assert.equal(effectOf(actuator), "off");
      desk.run(5_000);
      const before = shown.length;
      desk.run(60_000);
      assert.equal(shown.length, before, payload);
    }
  });

  it("are refused whole where there is none of that name, or anything else is wrong, and what runs goes on", () => {
    const { actuator } = made(false);
    actuator.command('{"state":"ON","effect":"breathe"}');
    for (const payload of [
      '{"state":"ON","effect":"rainbow"}',
      '{"state":"ON","effect":"disco"}',
      '{"state":"ON","effect":""}',
      '{"state":"ON","effect":1}',
      '{"state":"ON","effect":"breathe","effect":"off"}',
      '{"state":"ON","effect":"breathe","flash":2}',
      '{"effect":"breathe"}',
    ]) {
      assert.equal(actuator.command(payload), false, payload);
      assert.equal(effectOf(actuator), "breathe", payload);
    }
    assert.equal(made().actuator.command('{"state":"OFF","effect":"breathe"}'), true);
  });

  it("leave it a light that obeys all that one obeys", () => {
    const { actuator } = made(false);
    for (const [payload, isObeyed, state] of LIGHT_COMMANDS) {
      assert.equal(actuator.command(payload), isObeyed, payload);
      const told = JSON.parse(actuator.state()) as { state: string; brightness: number };
      assert.equal(`${told.state} ${told.brightness}`, state, payload);
    }
  });

  it("go on whatever is cut off on the way", () => {
    for (let calls = 1; calls < 40; calls++) {
      const { desk, shown, actuator } = made(false);
      actuator.command('{"state":"ON","effect":"breathe"}');
      desk.interruptIn = calls;
      desk.run(20_000);
      const before = shown.length;
      desk.run(20_000);
      assert.ok(shown.length > before + 100, `${calls}`);
    }
  });
});
