import { light } from "../../../firmware/actuators/light";
import { rgb } from "../../../firmware/actuators/rgb";
import { servo } from "../../../firmware/actuators/servo";
import { LIGHT_COMMANDS } from "./light-vectors";

/** Puts actuators through their commands on pins that only tell: the same lines are to come out on every engine. */
export function trial(out: (line: string) => void): void {
  let nowMs = 0;
  let due: () => void = () => {};
  const clock = { nowMs: () => nowMs, every: () => {} };
  const timer = {
    after: (_ms: number, run: () => void) => {
      due = run;
    },
  };
  let duty = -1;
  const pins = {
    write: (_pin: number, wanted: number) => {
      duty = wanted;
    },
  };

  const lamp = light(pins, clock, timer, { pin: 33, hz: 1000, gamma: 1, transitionSeconds: 0, initialValue: 0 });
  for (const each of LIGHT_COMMANDS) {
    out((lamp.command(each[0]) ? "yes " : "no ") + lamp.state() + " " + Math.round(duty * 255));
  }
  lamp.command('{"state":"ON","brightness":100,"transition":1}');
  for (let i = 0; i < 25; i++) {
    nowMs += 40;
    due();
    out("" + Math.round(duty * 255));
  }
  const curved = light(pins, clock, timer, { pin: 33, hz: 1000, gamma: 2.8, transitionSeconds: 0, initialValue: 0 });
  for (let brightness = 1; brightness < 256; brightness += 23) {
    curved.command('{"state":"ON","brightness":' + brightness + "}");
    out("" + Math.floor(duty * 1024));
  }

  const flap = servo(pins, {
    pin: 18,
    hz: 50,
    minMicroseconds: 1000,
    maxMicroseconds: 2000,
    minAngle: -90,
    maxAngle: 90,
    initialValue: 0,
  });
  for (const angle of ["-90", "-45", "0", "90", "91", "1.5", "-", ""]) {
    out((flap.command(angle) ? "yes " : "no ") + flap.state() + " " + Math.floor(duty * 1024));
  }

  const strips = {
    fill: (pin: number, pixel: string, count: number) =>
      out(pin + " " + count + " " + pixel.charCodeAt(0) + " " + pixel.charCodeAt(1) + " " + pixel.charCodeAt(2)),
  };
  const strip = rgb(strips, clock, timer, {
    pin: 13,
    count: 30,
    pixel: (red, green, blue) => String.fromCharCode(green, red, blue),
    gamma: 2.8,
    transitionSeconds: 0,
    initialValue: 0,
  });
  for (const payload of [
    '{"state":"ON","brightness":128,"color":{"r":255,"g":100,"b":0}}',
    '{"state": "ON", "color": {"r": 0, "g": 0, "b": 255}}',
    '{"state":"ON","color":{"r":256,"g":0,"b":0}}',
    "TOGGLE",
  ]) {
    out((strip.command(payload) ? "yes " : "no ") + strip.state());
  }
}
