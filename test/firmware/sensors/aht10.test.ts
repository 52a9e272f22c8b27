import assert from "node:assert/strict";
import { aht10 } from "../../../firmware/sensors/aht10";
import { Fault } from "../../../firmware/sensors/part";
import { Aht10 } from "../../simulator/devices/aht10";
import { Aht20 } from "../../simulator/devices/aht20";
import { I2cDesk } from "./i2c-desk";

describe("an AHT10 on its bus", () => {
  let desk: I2cDesk;
  let part: Aht10;
  let driver: ReturnType<typeof aht10>;

  /** Boots, and waits as the node does after a fault. */
  const start = (): Fault => {
    const fault = driver.configure();
    desk.nowMs += 1_000;
    return fault === Fault.NotReady ? driver.configure() : fault;
  };

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Aht10(now, 0x39));
    driver = aht10(desk.bus, 0x39);
  });

  for (const [celsius, humidity] of [
    [23.4, 56.7],
    [-39.9, 99.9],
    [84.9, 0.1],
  ]) {
    it(`is read at ${celsius} °C and ${humidity} %`, () => {
      part.celsius = () => celsius;
      part.humidity = () => humidity;
      assert.equal(start(), Fault.None);
      assert.equal(desk.measure(driver), Fault.None);
      assert.deepEqual(
        [driver.values[0].toFixed(1), driver.values[1].toFixed(1)],
        [celsius, humidity].map((value) => value.toFixed(1)),
      );
    });
  }

  it("is calibrated after each power on with the command of its manual's table 9, which an AHT20 does not know", () => {
    assert.equal(driver.configure(), Fault.NotReady);
    assert.equal(driver.configure(), Fault.NotReady);
    desk.nowMs += 1_000;
    assert.equal(driver.configure(), Fault.None);
    part.losePower();
    assert.equal(driver.configure(), Fault.NoAnswer);
    desk.nowMs += 1_000;
    assert.equal(start(), Fault.None);
    desk.line.devices.length = 0;
    desk.solder((now) => new Aht20(now, 0x39)).isCalibrated = false;
    assert.equal(start(), Fault.NotReady);
  });

  it("is not believed while it measures, nor after a reset, and keeps its last values", () => {
    start();
    assert.equal(desk.measure(driver), Fault.None);
    part.celsius = () => 80;
    driver.begin();
    assert.equal(driver.read(), Fault.NotReady);
    desk.nowMs += 100;
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NotReady,
    );
    // It measures again, but without its calibration.
    desk.nowMs += 1_000;
    assert.equal(desk.measure(driver), Fault.NotReady);
    assert.equal(driver.values[0].toFixed(1), "20.0");
    start();
    assert.equal(desk.measure(driver), Fault.None);
    assert.equal(driver.values[0].toFixed(1), "80.0");
  });

  it("does not answer where it is not, and on a stuck bus", () => {
    part.isPresent = false;
    assert.deepEqual([driver.configure(), driver.begin(), driver.read()], new Array(3).fill(Fault.NoAnswer));
    part.isPresent = true;
    desk.line.isStuck = true;
    assert.equal(driver.configure(), Fault.NoAnswer);
  });
});
