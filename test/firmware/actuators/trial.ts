import { createAlarms } from "../../../firmware/actuators/alarms";
import { cover } from "../../../firmware/actuators/cover";
import { createInterlock } from "../../../firmware/actuators/interlock";
import { light } from "../../../firmware/actuators/light";
import { createRelay, type Relay, type Interlock } from "../../../firmware/actuators/relay";
import { relaySwitch } from "../../../firmware/actuators/relay-switch";
import { rgb } from "../../../firmware/actuators/rgb";
import { servo } from "../../../firmware/actuators/servo";
import { setPoint } from "../../../firmware/actuators/number";
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
  for (const angle of [
    "-90",
    "-45",
    "0",
    "90",
    "91",
    "1.5",
    "-2.5",
    "-2.6",
    "89.5",
    "90.4",
    "7.300000000000001",
    "-",
    "",
  ]) {
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
  relayTrial(out);
}

/** The same for what waits: it is looked at each second, by a clock that only the trial moves. */
function relayTrial(out: (line: string) => void): void {
  let nowMs = 0;
  let look: () => void = () => {};
  const clock = {
    nowMs: () => nowMs,
    every: (_ms: number, run: (nowMs: number) => void) => {
      look = () => run(nowMs);
    },
  };
  const alarms = createAlarms(clock, { after: () => {} });
  const pass = (seconds: number): void => {
    for (let i = 0; i < seconds; i++) {
      nowMs += 1000;
      look();
    }
  };
  const outputs = { write: (pin: number, high: boolean) => out(pin + (high ? " high" : " low")) };
  const relay = (pin: number, maxOnMs: number, minimumOffMs: number, interlock?: Interlock): Relay =>
    createRelay(outputs, alarms, { pin, activeLow: false, initialValue: false, maxOnMs, minimumOffMs }, interlock);

  const pump = relaySwitch(relay(25, 3000, 2000));
  for (const command of ["ON", "ON", "OFF", "TOGGLE", "PERHAPS"]) {
    out((pump.command(command) ? "yes " : "no ") + pump.state());
    pass(2);
    out(pump.state());
  }

  const motor = createInterlock(alarms, 500);
  const blind = cover(alarms, relay(26, 30000, 0, motor), relay(27, 30000, 0, motor), {
    openMs: 20000,
    closeMs: 10000,
    overrunMs: 2000,
    stored: "?",
    beforeMoving: () => out("moves"),
  });
  for (const command of ["30", "OPEN", "STOP", "75", "CLOSE", "101", "10"]) {
    out((blind.command(command) ? "yes " : "no ") + blind.state());
    pass(7);
    out(blind.state() + " " + blind.position());
  }

  const target = setPoint({ min: 5, max: 30, step: 0.5, decimals: 1 }, 20, "8.5");
  for (const command of ["21.7", "30.5", "-5", "5.", ".5", "1e1", "", "12.25"]) {
    out((target.command(command) ? "yes " : "no ") + target.state());
  }
}
