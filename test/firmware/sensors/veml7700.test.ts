import assert from "node:assert/strict";
import { Fault } from "../../../firmware/sensors/part";
import { veml7700, veml7700Lux } from "../../../firmware/sensors/veml7700";
import { Veml7700 } from "../../simulator/devices/veml7700";
import { I2cDesk } from "./i2c-desk";

describe("the numbers of a VEML7700", () => {
  it("are corrected by the polynomial of Vishay's application note 84323", () => {
    // 0.5376 lx each, then 6.0135e-13 x⁴ - 9.3924e-9 x³ + 8.1488e-5 x² + 1.0023 x.
    for (const [counts, lux] of [
      [0, 0],
      [100, 54.12],
      [1860, 1074.92],
      [10_000, 6786.45],
      [40_000, 94_427.15],
    ]) {
      assert.ok(Math.abs(veml7700Lux(counts) - lux) <= lux / 10_000, `${counts}: ${veml7700Lux(counts)}`);
    }
  });

  it("rise with the light all the way, without a jump, and end at 120,000 lx", () => {
    for (let counts = 1; counts < 65_536; counts++) {
      const step = veml7700Lux(counts) - veml7700Lux(counts - 1);
      assert.ok(step > (counts < 42_000 ? 0.5 : -1e-9) && step < 12, `${counts}: ${step}`);
    }
    assert.equal(veml7700Lux(65_535), 120_000);
  });
});

describe("a VEML7700 on its bus", () => {
  let desk: I2cDesk;
  let part: Veml7700;
  let driver: ReturnType<typeof veml7700>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Veml7700(now));
    driver = veml7700(desk.bus);
  });

  for (const [lux, within] of [
    [0, 0],
    [1, 0.6],
    [300, 0.6],
    [1_000, 0.7],
    [20_000, 3],
    [100_000, 10],
    [120_000, 11],
  ]) {
    it(`is read at ${lux} lx`, () => {
      part.lux = () => lux;
      assert.equal(driver.configure(), Fault.None);
      assert.equal(desk.measure(driver), Fault.None);
      assert.ok(Math.abs(driver.values[0] - lux) <= within, String(driver.values[0]));
    });
  }

  it("has measured since it was told to, also right after it was set up", () => {
    driver.configure();
    assert.equal(desk.measure(driver), Fault.None);
    assert.equal(driver.values[0].toFixed(0), "300");
    desk.nowMs += 60_013;
    part.lux = () => 20;
    assert.equal(desk.measure(driver), Fault.None);
    assert.equal(driver.values[0].toFixed(0), "20");
  });

  it("is not believed to be in the dark when it was reset, whenever that was", () => {
    driver.configure();
    desk.measure(driver);
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NotReady,
    );
    driver.configure();
    part.losePower();
    assert.equal(driver.begin(), Fault.NotReady);
    assert.equal(driver.values[0].toFixed(0), "300");
    driver.configure();
    assert.equal(desk.measure(driver), Fault.None);
  });

  it("is refused where a part does not keep its settings", () => {
    part.write = () => true;
    assert.equal(driver.configure(), Fault.WrongIdentity);
  });

  it("does not answer where it is not, and on a stuck bus", () => {
    driver.configure();
    assert.equal(
      desk.measure(driver, () => (part.isPresent = false)),
      Fault.NoAnswer,
    );
    assert.deepEqual([driver.configure(), driver.begin()], [Fault.NoAnswer, Fault.NoAnswer]);
    part.isPresent = true;
    desk.line.isStuck = true;
    assert.equal(driver.configure(), Fault.NoAnswer);
  });
});
