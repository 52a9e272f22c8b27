import assert from "node:assert/strict";
import { bh1750, bh1750Lux } from "../../../firmware/sensors/bh1750";
import { Fault } from "../../../firmware/sensors/part";
import { Bh1750 } from "../../simulator/devices/bh1750";
import { I2cDesk } from "./i2c-desk";

describe("the numbers of a BH1750", () => {
  it("are converted as in the example of ROHM's technical note 11046EDT01, page 7: 1000 0011 1001 0000 is 28067 lx", () => {
    assert.equal(bh1750Lux(0b1000_0011_1001_0000).toFixed(0), "28067");
  });
});

describe("a BH1750 on its bus", () => {
  let desk: I2cDesk;
  let part: Bh1750;
  let driver: ReturnType<typeof bh1750>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Bh1750(now, 0x5c));
    driver = bh1750(desk.bus, 0x5c);
  });

  for (const lux of [0, 1, 300, 54_612]) {
    it(`is read at ${lux} lx, and powers down again`, () => {
      part.lux = () => lux;
      assert.equal(driver.configure(), Fault.None);
      assert.equal(desk.measure(driver), Fault.None);
      assert.ok(Math.abs(driver.values[0] - lux) < 0.5, String(driver.values[0]));
      assert.equal(part.isOn, false);
    });
  }

  it("does not answer where it is not, and on a stuck bus", () => {
    driver.configure();
    assert.equal(
      desk.measure(driver, () => (part.isPresent = false)),
      Fault.NoAnswer,
    );
    assert.equal(driver.configure(), Fault.NoAnswer);
    part.isPresent = true;
    desk.line.isStuck = true;
    assert.equal(driver.begin(), Fault.NoAnswer);
  });
});
