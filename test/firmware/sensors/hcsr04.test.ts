import assert from "node:assert/strict";
import { echoCm, hcsr04 } from "../../../firmware/sensors/hcsr04";
import { Fault } from "../../../firmware/sensors/part";

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
  let asked: unknown[];
  let triggers: number;
  let echo: (seconds: number) => void;
  let part: ReturnType<typeof hcsr04>;

  beforeEach(() => {
    triggers = 0;
    part = hcsr04(
      {
        open: (triggerPin, echoPin, longestMs, told) => {
          asked = [triggerPin, echoPin, longestMs];
          echo = told;
          return () => triggers++;
        },
      },
      { triggerPin: 13, echoPin: 34, maximumCm: 400 },
    );
  });

  it("is triggered for each measurement, and waited for until its longest echo must have been told", () => {
    assert.deepEqual(asked, [13, 34, 60]);
    part.configure();
    assert.equal(triggers, 0);
    part.begin();
    assert.equal(triggers, 1);
    assert.ok(part.measuringMs > 2 * 60);
  });

  it("takes the echo", () => {
    part.begin();
    echo(0.0058);
    assert.equal(part.read(), Fault.None);
    assert.equal(part.values[0].toFixed(1), "99.5");
  });

  it("has no reading, and no fault, where nothing reflects", () => {
    part.begin();
    echo(0.038);
    assert.equal(part.read(), Fault.None);
    assert.ok(Number.isNaN(part.values[0]));
  });

  it("does not answer where no echo comes", () => {
    part.begin();
    assert.equal(part.read(), Fault.NoAnswer);
    assert.ok(Number.isNaN(part.values[0]));
  });

  it("takes nothing from the measurement before, nor what comes between two, nor a second echo", () => {
    part.begin();
    echo(0.0058);
    part.read();
    echo(0.001);
    part.begin();
    assert.equal(part.read(), Fault.NoAnswer);
    part.begin();
    echo(0.0058);
    echo(0.001);
    part.read();
    assert.equal(part.values[0].toFixed(1), "99.5");
  });
});
