import assert from "node:assert/strict";
import { bme280, relativeHumidity } from "../../../firmware/sensors/bme280";
import { fineTemperature } from "../../../firmware/sensors/bmp280";
import { Fault } from "../../../firmware/sensors/part";
import { Random, seed } from "../../random";
import { Bme280 } from "../../simulator/devices/bme280";
import { Bmp280 } from "../../simulator/devices/bmp280";
import { EXAMPLE, fineInteger, humidityInteger } from "../../simulator/devices/bosch-integers";
import { I2cDesk } from "./i2c-desk";

const T = Float64Array.of(...EXAMPLE.t);
const H = Float64Array.of(...EXAMPLE.h);

describe("the compensation of a BME280", () => {
  it("agrees with Bosch's integers (BST-BME280-DS002, §4.2.3) to 0.02 %, at any temperature", () => {
    const random = new Random(seed());
    for (let i = 0; i < 2_000; i++) {
      const [adcT, adcH] = [400_000 + random.below(200_000), 15_000 + random.below(30_000)];
      const ours = relativeHumidity(adcH, fineTemperature(adcT, T), H);
      const theirs = humidityInteger(adcH, fineInteger(adcT, EXAMPLE), EXAMPLE);
      assert.ok(Math.abs(ours - theirs) < 0.02, `${adcT} ${adcH}: ${ours} and ${theirs}, seed ${seed()}`);
    }
  });

  it("stays between 0 and 100 %", () => {
    assert.equal(relativeHumidity(0, 128_422, H), 0);
    assert.equal(relativeHumidity(65_535, 128_422, H), 100);
  });
});

describe("a BME280 on its bus", () => {
  let desk: I2cDesk;
  let part: Bme280;
  let driver: ReturnType<typeof bme280>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Bme280(now, 0x77));
    driver = bme280(desk.bus, { address: 0x77, perPascal: 0.01 });
  });

  for (const [celsius, pressure, humidity] of [
    [21.5, 101_325, 45],
    [-20, 95_000, 80],
    [60, 105_000, 5],
  ]) {
    it(`is read at ${celsius} °C, ${pressure} Pa and ${humidity} %`, () => {
      part.celsius = () => celsius;
      part.pascals = () => pressure;
      part.humidity = () => humidity;
      assert.equal(driver.configure(), Fault.None);
      assert.equal(desk.measure(driver), Fault.None);
      assert.ok(Math.abs(driver.values[0] - celsius) < 0.02, String(driver.values[0]));
      assert.ok(Math.abs(driver.values[1] - pressure / 100) < 0.05, String(driver.values[1]));
      assert.ok(Math.abs(driver.values[2] - humidity) < 0.05, String(driver.values[2]));
    });
  }

  it("has coefficients with signs, two of which share a byte (table 16)", () => {
    desk.line.devices.length = 0;
    part = desk.solder((now) => new Bme280(now, 0x77, { ...EXAMPLE, h: [75, 370, 2, 310, -20, -30] }));
    part.humidity = () => 40;
    driver.configure();
    assert.equal(desk.measure(driver), Fault.None);
    assert.ok(Math.abs(driver.values[2] - 40) < 0.05, String(driver.values[2]));
  });

  it("is refused where a BMP280 is, and not believed after a reset", () => {
    driver.configure();
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NotReady,
    );
    desk.line.devices.length = 0;
    desk.solder((now) => new Bmp280(now, 0x77));
    assert.equal(driver.configure(), Fault.WrongIdentity);
  });
});
