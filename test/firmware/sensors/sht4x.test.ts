import assert from "node:assert/strict";
import { Fault } from "../../../firmware/sensors/part";
import { sht4x, sht4xCelsius, sht4xHumidity } from "../../../firmware/sensors/sht4x";
import { Sht4x } from "../../simulator/devices/sht4x";
import { I2cDesk } from "./i2c-desk";

describe("the numbers of an SHT4x", () => {
  it("are converted as the data sheet's §4.6 says: from -45 to 130 °C", () => {
    assert.deepEqual([sht4xCelsius(0), sht4xCelsius(65535)], [-45, 130]);
    assert.equal(sht4xCelsius(0x6666).toFixed(2), "25.00");
  });

  it("are cut off at 0 and 100 % (§4.6), between which they go by 125 and -6", () => {
    assert.deepEqual(
      [sht4xHumidity(0), sht4xHumidity(3145), sht4xHumidity(55574), sht4xHumidity(65535)],
      [0, 0, 100, 100],
    );
    assert.equal(sht4xHumidity(0x72b0).toFixed(2), "50.00");
  });
});

describe("an SHT4x on its bus", () => {
  let desk: I2cDesk;
  let part: Sht4x;
  let driver: ReturnType<typeof sht4x>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Sht4x(now, 0x45));
    driver = sht4x(desk.bus, 0x45);
  });

  for (const [celsius, humidity] of [
    [-12.3, 87.6],
    [-40, 0],
    [125, 100],
  ]) {
    it(`is read at ${celsius} °C and ${humidity} %, right after it was set up`, () => {
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

  it("does not answer where it is not, on a stuck bus, before it has measured, and when it was reset meanwhile", () => {
    driver.begin();
    assert.equal(driver.read(), Fault.NoAnswer);
    desk.nowMs += 100;
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NoAnswer,
    );
    desk.line.isStuck = true;
    assert.equal(driver.begin(), Fault.NoAnswer);
    desk.line.isStuck = false;
    part.isPresent = false;
    assert.equal(driver.begin(), Fault.NoAnswer);
  });

  it("keeps its last values when a check is wrong, of either word", () => {
    desk.measure(driver);
    const before = [driver.values[0], driver.values[1]];
    part.celsius = () => 90;
    const read = part.read.bind(part);
    for (const spoilt of [1, 4]) {
      part.read = (count) => read(count)?.map((byte, i) => (i === spoilt ? byte ^ 1 : byte));
      assert.equal(desk.measure(driver), Fault.BadChecksum);
    }
    part.read = read;
    part.wrongChecks = 2;
    assert.equal(desk.measure(driver), Fault.BadChecksum);
    assert.deepEqual([driver.values[0], driver.values[1]], before);
    assert.equal(desk.measure(driver), Fault.None);
  });
});
