import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { HcSr04 } from "./hc-sr04";
import { dividerVolts } from "./ntc-divider";
import { PulseSource } from "./pulse-source";

let time: VirtualTime;

const pin = (number: number): SimulatedPin => new SimulatedPin(number, time, () => 0);
const after = (ms: number, happen: () => void): { cancel(): void } => time.after(ms, happen);

/** The edges of a pin, with their times in ms. */
function edgesOf(watched: SimulatedPin): [number, boolean][] {
  const edges: [number, boolean][] = [];
  watched.onEdge((level) => edges.push([time.nowMs, level]));
  return edges;
}

beforeEach(() => {
  time = new VirtualTime();
});

describe("the model of an HC-SR04", () => {
  let trigger: SimulatedPin;
  let edges: [number, boolean][];
  let part: HcSr04;

  const pulse = (ms: number): void => {
    trigger.output(1, 0);
    time.advance(ms);
    trigger.output(0, 0);
    time.advance(60);
  };

  beforeEach(() => {
    trigger = pin(13);
    const echo = pin(34);
    part = new HcSr04(trigger, echo, after, 100);
    edges = edgesOf(echo);
    trigger.output(0, 0);
  });

  it("answers a trigger of 10 µs with an echo as long as sound takes there and back", () => {
    pulse(0.01);
    assert.deepEqual(edges, [
      [0.46, true],
      [0.46 + 5.824, false],
    ]);
  });

  it("does not answer a shorter one, nor without power", () => {
    pulse(0.009);
    part.isPowered = false;
    pulse(0.03);
    assert.deepEqual(edges, []);
  });

  for (const distanceCm of [undefined, 401]) {
    it(`ends its echo after 38 ms where nothing reflects within 4 m (${distanceCm} cm)`, () => {
      part.distanceCm = distanceCm;
      pulse(0.03);
      assert.deepEqual(edges, [
        [0.48, true],
        [38.48, false],
      ]);
    });
  }

  it("goes by the speed of sound in colder air", () => {
    part.airCelsius = -10;
    pulse(0.03);
    assert.equal(Math.round((edges[1][0] - edges[0][0]) * 100) / 100, 6.15);
  });

  it("answers after a reboot of the board, too", () => {
    trigger.reset();
    pulse(0.03);
    time.advance(100);
    assert.equal(time.nextEventUs, Infinity);
  });
});

describe("the model of a meter's pulse output", () => {
  it("pulls the pin to ground at its rate", () => {
    const line = pin(27);
    const source = new PulseSource(line, after);
    const edges = edgesOf(line);
    source.hz = 2;
    time.advance(1_100);
    assert.deepEqual(edges, [
      [500, false],
      [530, true],
      [1000, false],
      [1030, true],
    ]);
    assert.equal(source.given, 2);
    source.hz = 0;
    time.advance(10_000);
    assert.equal(source.given, 2);
  });

  it("bounces when it is told to, and makes shorter pulses at high rates", () => {
    const line = pin(27);
    const source = new PulseSource(line, after, { bounces: 2 });
    const edges = edgesOf(line);
    source.hz = 100;
    time.advance(10_050);
    assert.equal(source.given, 1005);
    assert.equal(edges.length, 1004 * 10 + 1);
  });
});

describe("the model of a thermistor's divider", () => {
  const divider = { ohmsAt25: 10_000, beta: 3950, resistorOhms: 10_000, isUpper: false, supplyVolts: 3.3 };

  it("stands in the middle where both resistors are equal, and lower when it is warmer", () => {
    assert.ok(Math.abs(dividerVolts(25, divider) - 1.65) < 1e-9);
    assert.ok(dividerVolts(50, divider) < 1);
    assert.ok(dividerVolts(50, { ...divider, isUpper: true }) > 2.3);
  });
});
