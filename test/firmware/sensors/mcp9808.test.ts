import assert from "node:assert/strict";
import { mcp9808, mcp9808Celsius } from "../../../firmware/sensors/mcp9808";
import { Fault } from "../../../firmware/sensors/part";
import { Mcp9808 } from "../../simulator/devices/mcp9808";
import { I2cDesk } from "./i2c-desk";

describe("the numbers of an MCP9808", () => {
  it("are converted as in the data sheet's example (DS25095A, figure 5-5: C194 is 25.25 °C), with alerts or without", () => {
    assert.equal(mcp9808Celsius(0xc194), 25.25);
    assert.equal(mcp9808Celsius(0x0194), 25.25);
  });

  it("have a sign in the bit that §5.1.3 says, and steps of 0.0625 °C", () => {
    assert.deepEqual(
      [0x0000, 0x0001, 0x1fff, 0x3e6c, 0x07d0, 0x1d80].map(mcp9808Celsius),
      [0, 0.0625, -0.0625, -25.25, 125, -40],
    );
  });
});

describe("an MCP9808 on its bus", () => {
  let desk: I2cDesk;
  let part: Mcp9808;
  let driver: ReturnType<typeof mcp9808>;

  beforeEach(() => {
    desk = new I2cDesk();
    part = desk.solder((now) => new Mcp9808(now, 0x1f));
    driver = mcp9808(desk.bus, 0x1f);
  });

  for (const celsius of [-40, -0.0625, 0, 21.4375, 125]) {
    it(`is read at ${celsius} °C, and sleeps again`, () => {
      part.celsius = () => celsius;
      assert.equal(driver.configure(), Fault.None);
      assert.equal(desk.measure(driver), Fault.None);
      assert.equal(driver.values[0], celsius);
      assert.equal(part.isAwake, false);
    });
  }

  it("measures anew each time, in the finest steps whatever it was set to", () => {
    desk.line.write(0x1f, [8, 0]);
    driver.configure();
    for (const celsius of [20.0625, 30.1875]) {
      part.celsius = () => celsius;
      assert.equal(desk.measure(driver), Fault.None);
      assert.equal(driver.values[0], celsius);
      desk.nowMs += 60_000;
    }
  });

  for (const [name, manufacturer, device] of [
    ["an MCP9804", 0x54, 0x02],
    ["a thermometer of another maker's", 0x85, 0x04],
  ] as const) {
    it(`is refused where ${name} is`, () => {
      desk.line.devices.length = 0;
      let pointer = 0;
      desk.solder(() => ({
        address: 0x1f,
        isPresent: true,
        write: ([register]) => ((pointer = register), true),
        read: () => (pointer === 6 ? [0, manufacturer] : [device, 0]),
      }));
      assert.equal(driver.configure(), Fault.WrongIdentity);
    });
  }

  it("is not believed after it lost its power, whenever that was, and keeps its last value", () => {
    driver.configure();
    desk.measure(driver);
    part.celsius = () => 90;
    assert.equal(
      desk.measure(driver, () => part.losePower()),
      Fault.NotReady,
    );
    assert.equal(driver.values[0], 20);
    driver.configure();
    part.losePower();
    assert.equal(desk.measure(driver), Fault.None);
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
