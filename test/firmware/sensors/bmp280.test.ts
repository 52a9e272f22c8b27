import assert from "node:assert/strict";
import { bmp280, fineTemperature, pascals } from "../../../firmware/sensors/bmp280";
import { Fault } from "../../../firmware/sensors/part";
import { Random, seed } from "../../random";
import { Bme280 } from "../../simulator/devices/bme280";
import { Bmp280 } from "../../simulator/devices/bmp280";
import { centidegrees, EXAMPLE, fineInteger, pascalsInteger } from "../../simulator/devices/bosch-integers";
import { I2cDesk } from "./i2c-desk";

/** The calibration of the example in the data sheet. */
const C = Float64Array.of(...EXAMPLE.t, ...EXAMPLE.p);

describe("the compensation of a BMP280", () => {
  it("gives the temperature of the data sheet's example (BST-BMP280-DS001, §3.12: 519888 is 25.08 °C)", () => {
    const fine = fineTemperature(519888, C);
    // A number of single precision has one in 128 here, which is 2 millionths of a degree.
    assert.ok(Math.abs(fine - 128422.2869948) < 1 / 128, String(fine));
    assert.equal((fine / 5120).toFixed(2), "25.08");
  });

  it("gives the pressure of the data sheet's example (BST-BMP280-DS001, §3.12: 415148 is 100653.27 Pa)", () => {
    assert.equal(pascals(415148, fineTemperature(519888, C), C).toFixed(2), "100653.27");
  });

  it("agrees with Bosch's integers (§3.11.3) over the whole range, to 0.01 °C and 2 Pa", () => {
    const random = new Random(seed());
    for (let i = 0; i < 2_000; i++) {
      const adcT = 300_000 + random.below(400_000);
      const adcP = 250_000 + random.below(350_000);
      const fine = fineTemperature(adcT, C);
      const integer = fineInteger(adcT, EXAMPLE);
      const where = `${adcT} ${adcP}, seed ${seed()}`;
      assert.ok(Math.abs(fine / 5120 - centidegrees(integer) / 100) <= 0.0101, where);
      assert.ok(Math.abs(pascals(adcP, fine, C) - pascalsInteger(adcP, integer, EXAMPLE)) < 2, where);
    }
  });

  it("stands single precision, to 0.01 °C and 0.2 Pa", () => {
    // Each step rounded, as an interpreter with singles does it.
    const f = Math.fround;
    const fineSingle = (adc: number): number => {
      const x = f(f(adc / 131072) - f(C[0] / 8192));
      return f(f(f(f(adc / 16384) - f(C[0] / 1024)) * C[1]) + f(f(x * x) * C[2]));
    };
    const pascalsSingle = (adc: number, fine: number): number => {
      const x = f(f(fine / 2) - 64000);
      const square = f(x * x);
      const offset = f(f(f(f(square * C[8]) / 32768) + f(f(x * C[7]) * 2)) / 4 + f(C[6] * 65536));
      const scale = f(f(1 + f(f(f(f(C[5] * square) / 524288) + f(C[4] * x)) / 524288 / 32768)) * C[3]);
      const p = f(f(f(1048576 - adc - f(offset / 4096)) * 6250) / scale);
      return f(p + f(f(f(f(f(C[11] * p) * p) / 2147483648) + f(f(p * C[10]) / 32768) + C[9]) / 16));
    };
    for (let adc = 300_000; adc < 600_000; adc += 1_111) {
      const fine = fineTemperature(adc + 100_000, C);
      const single = fineSingle(adc + 100_000);
      assert.ok(Math.abs(single - fine) / 5120 < 0.01);
      assert.ok(Math.abs(pascalsSingle(adc, single) - pascals(adc, fine, C)) < 0.2, String(adc));
    }
  });
});

describe("a BMP280 on its bus", () => {
  let desk: I2cDesk;
  let part: Bmp280;
  let driver: ReturnType<typeof bmp280>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Bmp280(now));
    driver = bmp280(desk.bus, { address: 0x76, perPascal: 0.01 });
  });

  for (const [celsius, pressure] of [
    [25, 100_000],
    [-40, 108_000],
    [0, 30_000],
    [85, 110_000],
  ]) {
    it(`is read at ${celsius} °C and ${pressure} Pa`, () => {
      part.celsius = () => celsius;
      part.pascals = () => pressure;
      assert.equal(driver.configure(), Fault.None);
      assert.equal(desk.measure(driver), Fault.None);
      assert.ok(Math.abs(driver.values[0] - celsius) < 0.02, String(driver.values[0]));
      assert.ok(Math.abs(driver.values[1] - pressure / 100) < 0.05, String(driver.values[1]));
    });
  }

  it("does not answer where it is not, at another address, and on a stuck bus", () => {
    part.isPresent = false;
    assert.equal(driver.configure(), Fault.NoAnswer);
    part.isPresent = true;
    assert.equal(bmp280(desk.bus, { address: 0x77, perPascal: 1 }).configure(), Fault.NoAnswer);
    desk.line.isStuck = true;
    assert.equal(driver.configure(), Fault.NoAnswer);
    desk.line.isStuck = false;
    driver.configure();
    assert.equal(
      desk.measure(driver, () => (part.isPresent = false)),
      Fault.NoAnswer,
    );
  });

  it("is not ready before its calibration is, 2 ms after power on", () => {
    part.losePower();
    assert.equal(driver.configure(), Fault.NotReady);
    desk.nowMs += 2;
    assert.equal(driver.configure(), Fault.None);
  });

  it("is refused where a BME280 is", () => {
    desk.line.devices.length = 0;
    desk.solder((now) => new Bme280(now));
    assert.equal(driver.configure(), Fault.WrongIdentity);
  });

  it("is not believed after it lost its power, whenever that was, nor before it has measured", () => {
    driver.configure();
    part.losePower();
    assert.equal(desk.measure(driver), Fault.NotReady);
    driver.configure();
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NotReady,
    );
    driver.configure();
    driver.begin();
    assert.equal(driver.read(), Fault.NotReady);
    driver.configure();
    assert.equal(desk.measure(driver), Fault.None);
    // The registers hold what it measured before.
    driver.begin();
    assert.equal(driver.read(), Fault.NotReady);
  });
});
