import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { edgesOf } from "./edges";
import { HcSr04 } from "./hcsr04";

describe("the model of an HC-SR04", () => {
  let time: VirtualTime;
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
    time = new VirtualTime();
    trigger = new SimulatedPin(13, time, () => 0);
    const echo = new SimulatedPin(34, time, () => 0);
    part = new HcSr04(trigger, echo, time);
    part.distanceCm = 100;
    edges = edgesOf(echo, time);
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
