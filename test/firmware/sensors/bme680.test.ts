import assert from "node:assert/strict";
import { bme680, bme680Humidity, bme680Pascals } from "../../../firmware/sensors/bme680";
import { fineTemperature } from "../../../firmware/sensors/bmp280";
import { Fault } from "../../../firmware/sensors/part";
import { Random, seed } from "../../random";
import { Bme280 } from "../../simulator/devices/bme280";
import { Bme680 } from "../../simulator/devices/bme680";
import {
  BME680_EXAMPLE,
  bme680Centidegrees,
  bme680Fine,
  bme680HumidityInteger,
  bme680PascalsInteger,
} from "../../simulator/devices/bme680-integers";
import { I2cDesk } from "./i2c-desk";

const [T1, T2, T3] = BME680_EXAMPLE.t;
const T = Float64Array.of(T1, T2, 16 * T3);
const P = Float64Array.of(...BME680_EXAMPLE.p);
const H = Float64Array.of(...BME680_EXAMPLE.h);

describe("the compensation of a BME680", () => {
  it("agrees with Bosch's integers (BST-BME680-DS001, §3.3) from -40 to 82 °C, to 0.01 °C, 10 Pa and 0.1 %", () => {
    const random = new Random(seed());
    for (let i = 0; i < 2_000; i++) {
      const adcT = 290_000 + random.below(390_000);
      const adcP = 250_000 + random.below(250_000);
      const adcH = 14_000 + random.below(20_000);
      const fine = fineTemperature(adcT, T);
      const integer = bme680Fine(adcT, BME680_EXAMPLE);
      const where = `${adcT} ${adcP} ${adcH}, seed ${seed()}`;
      assert.ok(Math.abs(fine / 5120 - bme680Centidegrees(integer) / 100) <= 0.0101, where);
      const [ours, theirs] = [bme680Pascals(adcP, fine, P), bme680PascalsInteger(adcP, integer, BME680_EXAMPLE)];
      // Theirs lose some Pa on the way; and the part measures from 300 to 1100 hPa.
      assert.ok(ours < 30_000 || ours > 110_000 || Math.abs(ours - theirs) < 10, `${where}: ${ours} and ${theirs}`);
      const [wet, soaked] = [bme680Humidity(adcH, fine, H), bme680HumidityInteger(adcH, integer, BME680_EXAMPLE)];
      assert.ok(Math.abs(wet - soaked) < 0.1, `${where}: ${wet} and ${soaked}`);
    }
  });

  it("has no pressure where the coefficients allow none, and no humidity beyond 0 and 100 %", () => {
    assert.ok(Number.isNaN(bme680Pascals(415_148, 128_422, new Float64Array(10))));
    assert.deepEqual([bme680Humidity(0, 128_422, H), bme680Humidity(65_535, 128_422, H)], [0, 100]);
  });

  it("stands single precision, to 0.2 Pa and 0.01 %", () => {
    // Each step rounded, as an interpreter with singles does it.
    const f = Math.fround;
    const pascalsSingle = (adc: number, fine: number): number => {
      const x = f(f(fine / 2) - 64000);
      const square = f(x * x);
      const offset = f(f(f(f(square * P[5]) / 131072) + f(f(x * P[4]) * 2)) / 4 + f(P[3] * 65536));
      const scale = f(f(1 + f(f(f(f(f(P[2] * x) * x) / 16384) + f(P[1] * x)) / 524288 / 32768)) * P[0]);
      const p = f(f(f(1048576 - adc - f(offset / 4096)) * 6250) / scale);
      const k = f(p / 256);
      const sum = f(
        f(f(f(f(P[8] * p) * p) / 2147483648) + f(f(P[7] * p) / 32768)) + f(f(f(f(k * k) * k) * P[9]) / 131072),
      );
      return f(p + f(f(sum + P[6] * 128) / 16));
    };
    for (let adc = 250_000; adc < 500_000; adc += 1_111) {
      const fine = fineTemperature(adc + 100_000, T);
      assert.ok(Math.abs(pascalsSingle(adc, f(fine)) - bme680Pascals(adc, fine, P)) < 0.2, String(adc));
    }
  });
});

describe("a BME680 on its bus", () => {
  let desk: I2cDesk;
  let part: Bme680;
  let driver: ReturnType<typeof bme680>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Bme680(now, 0x77));
    driver = bme680(desk.bus, { address: 0x77, perPascal: 0.01 });
  });

  const expectReading = (celsius: number, pascals: number, humidity: number): void => {
    part.celsius = () => celsius;
    part.pascals = () => pascals;
    part.humidity = () => humidity;
    assert.equal(driver.configure(), Fault.None);
    assert.equal(desk.measure(driver), Fault.None);
    assert.ok(Math.abs(driver.values[0] - celsius) < 0.02, String(driver.values[0]));
    assert.ok(Math.abs(driver.values[1] - pascals / 100) < 0.1, String(driver.values[1]));
    assert.ok(Math.abs(driver.values[2] - humidity) < 0.1, String(driver.values[2]));
  };

  for (const [celsius, pascals, humidity] of [
    [21.5, 101_325, 45],
    [-20, 95_000, 80],
    [60, 105_000, 5],
    [0, 30_000, 60],
  ]) {
    it(`is read at ${celsius} °C, ${pascals} Pa and ${humidity} %, with its heater and its filter off`, () => {
      desk.line.write(0x77, [0x71, 0x10, 0x75, 0x1c]);
      expectReading(celsius, pascals, humidity);
      assert.equal(part.isHeating, false);
      desk.line.write(0x77, [0x75]);
      assert.deepEqual(desk.line.read(0x77, 1), [0]);
    });
  }

  it("has coefficients with signs, two of which share a byte (§3.3, tables 8 to 10)", () => {
    desk.line.devices.length = 0;
    const coefficients = {
      t: [26003, 25519, -7],
      p: [36008, -10484, -18, 7692, 178, -30, -24, 516, -3269, 31],
      h: [737, 1021, -3, -45, -20, 120, 98],
    } as const;
    part = desk.solder((now) => new Bme680(now, 0x77, coefficients));
    expectReading(24, 98_700, 40);
  });

  it("is refused where a BME280 is", () => {
    desk.line.devices.length = 0;
    desk.solder((now) => new Bme280(now, 0x77));
    assert.equal(driver.configure(), Fault.WrongIdentity);
  });

  it("is not ready before its coefficients are, 2 ms after power on", () => {
    part.losePower();
    assert.equal(driver.configure(), Fault.NotReady);
    desk.nowMs += 2;
    assert.equal(driver.configure(), Fault.None);
  });

  it("is not believed while it measures, nor when it lost its power meanwhile, and measures after one before", () => {
    driver.configure();
    driver.begin();
    assert.equal(driver.read(), Fault.NotReady);
    desk.nowMs += 1_000;
    assert.equal(driver.read(), Fault.None);
    // The registers hold what it measured before.
    driver.begin();
    assert.equal(driver.read(), Fault.NotReady);
    desk.nowMs += 1_000;
    part.celsius = () => 50;
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NotReady,
    );
    assert.equal(driver.values[0].toFixed(1), "20.0");
    part.losePower();
    assert.equal(desk.measure(driver), Fault.None);
    assert.equal(driver.values[0].toFixed(1), "50.0");
  });

  it("does not answer where it is not, and on a stuck bus", () => {
    driver.configure();
    assert.equal(
      desk.measure(driver, () => (part.isPresent = false)),
      Fault.NoAnswer,
    );
    assert.equal(driver.configure(), Fault.NoAnswer);
    part.isPresent = true;
    desk.line.isStuck = true;
    assert.deepEqual([driver.configure(), driver.begin()], [Fault.NoAnswer, Fault.NoAnswer]);
  });
});
