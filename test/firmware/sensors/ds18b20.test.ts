import assert from "node:assert/strict";
import type { OneWireBus } from "../../../firmware/engine/engine";
import { ds18b20, ds18b20Celsius } from "../../../firmware/sensors/ds18b20";
import { Fault } from "../../../firmware/sensors/part";
import { Ds18b20 } from "../../simulator/devices/ds18b20";
import { OneWireLine } from "../../simulator/one-wire-line";

let nowMs: number;
let line: OneWireLine;

/** The bus as a driver is given it. */
function busOn(line: OneWireLine): OneWireBus {
  return {
    reset: () => line.reset(),
    write: (bytes) => [...bytes].forEach((byte) => line.writeByte(byte.charCodeAt(0))),
    read: (count) => Uint8Array.from({ length: count }, () => line.readByte()),
    search: () => [],
  };
}

function solder(serial: number, celsius = 20, family = 0x28): Ds18b20 {
  const part = new Ds18b20(
    serial,
    () => nowMs,
    () => celsius,
    family,
  );
  line.devices.push(part);
  return part;
}

const alone = (resolution = 12): ReturnType<typeof ds18b20> => ds18b20(busOn(line), { rom: "", resolution });
const named = (part: Ds18b20): ReturnType<typeof ds18b20> =>
  ds18b20(busOn(line), { rom: String.fromCharCode(...part.rom), resolution: 12 });

/** Begins, waits as long as the driver says, and reads. */
function measure(driver: ReturnType<typeof ds18b20>): Fault {
  const fault = driver.begin();
  nowMs += driver.measuringMs;
  return fault === Fault.None ? driver.read() : fault;
}

beforeEach(() => {
  nowMs = 0;
  line = new OneWireLine();
});

describe("the temperature of a DS18B20", () => {
  it("is that of the data sheet's table 1, Temperature/Data Relationship (Maxim 19-7487)", () => {
    const table: [raw: number, celsius: number][] = [
      [0x07d0, 125],
      [0x0550, 85],
      [0x0191, 25.0625],
      [0x00a2, 10.125],
      [0x0008, 0.5],
      [0x0000, 0],
      [0xfff8, -0.5],
      [0xff5e, -10.125],
      [0xfe6f, -25.0625],
      [0xfc90, -55],
    ];
    for (const [raw, celsius] of table) assert.equal(ds18b20Celsius(raw & 255, raw >> 8, 12), celsius);
  });

  it("leaves out the bits that are undefined below 12 (section Operation—Measuring Temperature)", () => {
    assert.equal(ds18b20Celsius(0x97, 0x01, 9), 25);
    assert.equal(ds18b20Celsius(0x97, 0x01, 10), 25.25);
    assert.equal(ds18b20Celsius(0x97, 0x01, 11), 25.375);
    assert.equal(ds18b20Celsius(0x6f, 0xfe, 9), -25.5);
  });
});

describe("a DS18B20 on its bus", () => {
  for (const celsius of [-55, -0.0625, 0, 21.4375, 85, 125]) {
    it(`is read at ${celsius} °C`, () => {
      solder(1, celsius);
      const driver = alone();
      assert.equal(driver.configure(), Fault.None);
      assert.equal(measure(driver), Fault.None);
      assert.equal(driver.values[0], celsius);
    });
  }

  it("takes the time of its resolution, and no longer than 5 % more", () => {
    solder(1, 21.4375);
    for (const [resolution, ms, celsius] of [
      [9, 93.75, 21],
      [10, 187.5, 21.25],
      [11, 375, 21.375],
      [12, 750, 21.4375],
    ]) {
      const driver = alone(resolution);
      assert.ok(driver.measuringMs >= ms && driver.measuringMs <= ms * 1.06 + 1, `${driver.measuringMs} ms`);
      driver.configure();
      assert.equal(measure(driver), Fault.None);
      assert.equal(driver.values[0], celsius);
    }
  });

  it("is told apart from others on the same bus by its ROM code, and they measure at the same time", () => {
    const drivers = [1, 2, 3].map((serial) => named(solder(serial, serial * 10)));
    for (const driver of drivers) assert.equal(driver.configure(), Fault.None);
    for (const driver of drivers) driver.begin();
    nowMs += 788;
    for (const driver of drivers) assert.equal(driver.read(), Fault.None);
    assert.deepEqual(
      drivers.map(({ values }) => values[0]),
      [10, 20, 30],
    );
  });

  it("gives no answer where the bus is empty, and where others are there", () => {
    const absent = new Ds18b20(9, () => nowMs);
    assert.equal(named(absent).configure(), Fault.NoAnswer);
    assert.equal(alone().configure(), Fault.NoAnswer);
    solder(1);
    const driver = named(absent);
    assert.equal(driver.configure(), Fault.None);
    assert.equal(measure(driver), Fault.NoAnswer);
    assert.ok(Number.isNaN(driver.values[0]));
  });

  it("gives no answer where the bus is shorted to ground, though the check of zeros is 0", () => {
    const part = solder(1);
    line.isShorted = true;
    assert.equal(alone().configure(), Fault.NoAnswer);
    const driver = named(part);
    driver.configure();
    assert.equal(measure(driver), Fault.NoAnswer);
  });

  it("is refused when it is another part, and when it is not alone", () => {
    solder(1, 20, 0x10);
    assert.equal(alone().configure(), Fault.WrongIdentity);
    line.devices.length = 0;
    solder(0x123456);
    solder(0x654321);
    assert.equal(alone().configure(), Fault.BadChecksum);
  });

  it("is read once more when a bit was wrong, and fails its check when it is wrong again", () => {
    solder(1, 30);
    const driver = alone();
    driver.configure();
    driver.begin();
    nowMs += 788;
    line.wrongBits = 1;
    assert.equal(driver.read(), Fault.None);
    assert.equal(driver.values[0], 30);
    line.wrongBits = 80;
    assert.equal(driver.read(), Fault.BadChecksum);
    assert.equal(driver.values[0], 30);
  });

  it("is not believed after it lost its power, whenever that was", () => {
    const part = solder(1, 30);
    const driver = alone();
    driver.configure();
    // Before the conversion, in it, and after it: 85 °C or a right value, but with another setting than asked for.
    part.losePower();
    assert.equal(measure(driver), Fault.NotReady);
    driver.configure();
    driver.begin();
    part.losePower();
    nowMs += 788;
    assert.equal(driver.read(), Fault.NotReady);
    driver.configure();
    driver.begin();
    nowMs += 788;
    part.losePower();
    assert.equal(driver.read(), Fault.NotReady);
    driver.configure();
    assert.equal(measure(driver), Fault.None);
    assert.equal(driver.values[0], 30);
  });

  it("gives no answer when it is pulled out in the middle", () => {
    const part = solder(1);
    const driver = alone();
    driver.configure();
    driver.begin();
    part.isPresent = false;
    assert.equal(driver.read(), Fault.NoAnswer);
  });
});
