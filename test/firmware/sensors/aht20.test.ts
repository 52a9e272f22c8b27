import assert from "node:assert/strict";
import { aht20, aht20Celsius, aht20Humidity } from "../../../firmware/sensors/aht20";
import { Fault } from "../../../firmware/sensors/part";
import { Aht20 } from "../../simulator/devices/aht20";
import { I2cDesk } from "./i2c-desk";

describe("the numbers of an AHT20", () => {
  it("are converted as the product manual says (ASAIR, §6.1 and §6.2): 20 bits for 0 to 100 % and -50 to 150 °C", () => {
    assert.deepEqual([aht20Humidity(0), aht20Humidity(2 ** 19), aht20Humidity(2 ** 20)], [0, 50, 100]);
    assert.deepEqual([aht20Celsius(0), aht20Celsius(2 ** 18), aht20Celsius(2 ** 20)], [-50, 0, 150]);
  });
});

describe("an AHT20 on its bus", () => {
  let desk: I2cDesk;
  let part: Aht20;
  let driver: ReturnType<typeof aht20>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Aht20(now));
    driver = aht20(desk.bus);
  });

  for (const [celsius, humidity] of [
    [23.4, 56.7],
    [-39.9, 99.9],
    [84.9, 0.1],
  ]) {
    it(`is read at ${celsius} °C and ${humidity} %`, () => {
      part.celsius = () => celsius;
      part.humidity = () => humidity;
      assert.equal(driver.configure(), Fault.None);
      assert.equal(desk.measure(driver), Fault.None);
      assert.deepEqual(
        [driver.values[0].toFixed(1), driver.values[1].toFixed(1)],
        [celsius, humidity].map((value) => value.toFixed(1)),
      );
    });
  }

  it("is initialized where it is not calibrated, and ready at the next attempt (§5.4)", () => {
    part.isCalibrated = false;
    assert.equal(driver.configure(), Fault.NotReady);
    desk.nowMs += 10;
    assert.equal(driver.configure(), Fault.None);
  });

  it("is not believed while it measures, nor after a reset, nor with a wrong check", () => {
    driver.configure();
    driver.begin();
    assert.equal(driver.read(), Fault.NotReady);
    desk.nowMs += 100;
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NotReady,
    );
    part.wrongChecks = 1;
    assert.equal(desk.measure(driver), Fault.BadChecksum);
    assert.ok(Number.isNaN(driver.values[0]));
    assert.equal(desk.measure(driver), Fault.None);
  });

  it("does not answer where it is not, and on a stuck bus", () => {
    part.isPresent = false;
    assert.equal(driver.configure(), Fault.NoAnswer);
    assert.equal(driver.begin(), Fault.NoAnswer);
    assert.equal(driver.read(), Fault.NoAnswer);
    part.isPresent = true;
    desk.line.isStuck = true;
    assert.equal(driver.configure(), Fault.NoAnswer);
  });
});
