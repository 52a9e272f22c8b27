import assert from "node:assert/strict";
import { echoCm, hcsr04 } from "../../../firmware/sensors/hcsr04";
import { Fault } from "../../../firmware/sensors/part";
import { EdgeLine } from "./edge-line";

describe("an HC-SR04's distance", () => {
  it("is what the user guide says: microseconds divided by 58, in cm", () => {
    for (const us of [150, 580, 5_800, 20_000]) {
      assert.ok(Math.abs(echoCm(us / 1e6, 400) - us / 58) < (us / 58) * 0.006, `${us} µs`);
    }
  });

  it("is none beyond its reach, nearer than 2 cm, and where the clock was set meanwhile", () => {
    for (const seconds of [0.038, 0.0001, -3600, 3600]) assert.ok(Number.isNaN(echoCm(seconds, 400)));
  });
});

describe("an HC-SR04", () => {
  let line: EdgeLine;
  let calls: unknown[];
  let part: ReturnType<typeof hcsr04>;

  beforeEach(() => {
    line = new EdgeLine();
    calls = [];
    part = hcsr04(
      { write: (pin, high) => calls.push(["write", pin, high]) },
      { pulse: (pin, high, ms) => calls.push(["pulse", pin, high, ms]) },
      line,
      { triggerPin: 13, echoPin: 34, maximumCm: 400 },
    );
  });

  it("holds its trigger low, and pulses it for each measurement", () => {
    assert.deepEqual(calls, [["write", 13, false]]);
    assert.deepEqual(line.asked, [34, "none", "both"]);
    part.configure();
    part.begin();
    assert.deepEqual(calls[1], ["pulse", 13, true, 0.03]);
  });

  it("times the echo", () => {
    part.begin();
    line.pulse(true, 1.0005, 0.0058);
    assert.equal(part.read(), Fault.None);
    assert.equal(part.values[0].toFixed(1), "99.5");
  });

  it("has no reading, and no fault, where nothing reflects", () => {
    part.begin();
    line.pulse(true, 1, 0.038);
    assert.equal(part.read(), Fault.None);
    assert.ok(Number.isNaN(part.values[0]));
  });

  it("does not answer where no echo begins", () => {
    part.begin();
    assert.equal(part.read(), Fault.NoAnswer);
    assert.ok(Number.isNaN(part.values[0]));
  });

  it("takes nothing from the measurement before, nor from edges between two", () => {
    part.begin();
    line.pulse(true, 1, 0.0058);
    part.read();
    line.pulse(true, 2, 0.001);
    part.begin();
    line.edge(true, 3);
    assert.equal(part.read(), Fault.None);
    assert.ok(Number.isNaN(part.values[0]));
  });
});
