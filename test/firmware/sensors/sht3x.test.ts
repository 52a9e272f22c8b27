import assert from "node:assert/strict";
import { crc8Sensirion } from "../../../firmware/sensors/crc8";
import { Fault } from "../../../firmware/sensors/part";
import { sht3x, sht3xCelsius, sht3xHumidity } from "../../../firmware/sensors/sht3x";
import { Random, seed } from "../../random";
import { sensirionCrc } from "../../simulator/devices/crc8";
import { Sht3x } from "../../simulator/devices/sht3x";
import { I2cDesk } from "./i2c-desk";

describe("the numbers of an SHT3x", () => {
  it("have the check of the data sheet's example (SHT3x-DIS, §4.12: 0xBEEF has 0x92)", () => {
    assert.equal(crc8Sensirion(Uint8Array.of(0xbe, 0xef), 0, 2), 0x92);
    assert.equal(crc8Sensirion(Uint8Array.of(0, 0xbe, 0xef, 0x92), 1, 3), 0);
    assert.notEqual(crc8Sensirion(Uint8Array.of(0xbe, 0xef, 0x93), 0, 3), 0);
  });

  it("have the check of a shift register, for 500 random sequences", () => {
    const random = new Random(seed());
    for (let i = 0; i < 500; i++) {
      const bytes = Uint8Array.from({ length: 6 }, () => random.below(256));
      assert.equal(crc8Sensirion(bytes, 0, 6), sensirionCrc([...bytes]), `${bytes.join()}, seed ${seed()}`);
    }
  });

  it("are converted as the data sheet's §4.13 says: from -45 to 130 °C and from 0 to 100 %", () => {
    assert.deepEqual([sht3xCelsius(0), sht3xCelsius(65535)], [-45, 130]);
    assert.deepEqual([sht3xHumidity(0), sht3xHumidity(65535)], [0, 100]);
    assert.equal(sht3xCelsius(0x6666).toFixed(2), "25.00");
    assert.equal(sht3xHumidity(0x8000).toFixed(2), "50.00");
  });
});

describe("an SHT3x on its bus", () => {
  let desk: I2cDesk;
  let part: Sht3x;
  let driver: ReturnType<typeof sht3x>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Sht3x(now));
    driver = sht3x(desk.bus, 0x44);
  });

  it("is read", () => {
    part.celsius = () => -12.3;
    part.humidity = () => 87.6;
    assert.equal(driver.configure(), Fault.None);
    assert.equal(desk.measure(driver), Fault.None);
    assert.deepEqual([driver.values[0].toFixed(1), driver.values[1].toFixed(1)], ["-12.3", "87.6"]);
  });

  it("does not answer where it is not, on a stuck bus, before it has measured, and when it was reset meanwhile", () => {
    driver.configure();
    driver.begin();
    assert.equal(driver.read(), Fault.NoAnswer);
    desk.nowMs += 100;
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NoAnswer,
    );
    desk.line.isStuck = true;
    assert.equal(driver.configure(), Fault.NoAnswer);
    desk.line.isStuck = false;
    part.isPresent = false;
    assert.equal(driver.configure(), Fault.NoAnswer);
  });

  it("keeps its last values when a check is wrong, of either word, and of its status", () => {
    driver.configure();
    desk.measure(driver);
    const before = [driver.values[0], driver.values[1]];
    part.celsius = () => 90;
    for (const wrong of [1, 2]) {
      assert.equal(
        desk.measure(driver, () => (part.wrongChecks = wrong)),
        Fault.BadChecksum,
      );
    }
    const read = desk.bus.read;
    desk.bus.read = (address, count) => {
      const bytes = read(address, count);
      // The last bit of the second word.
      return bytes && Uint8Array.from({ length: count }, (_, i) => (i === 4 ? bytes[i] ^ 1 : bytes[i]));
    };
    assert.equal(desk.measure(driver), Fault.BadChecksum);
    desk.bus.read = read;
    part.wrongChecks = 1;
    assert.equal(driver.configure(), Fault.BadChecksum);
    assert.deepEqual([driver.values[0], driver.values[1]], before);
  });
});
