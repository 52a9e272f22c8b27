import assert from "node:assert/strict";
import { OneWireLine } from "../one-wire-line";
import { Ds18b20 } from "./ds18b20";
import { oneWireCrc, romCode } from "./one-wire-rom";

describe("the model of a DS18B20", () => {
  let nowMs: number;
  let line: OneWireLine;
  let part: Ds18b20;

  const send = (...bytes: number[]): boolean => {
    const isThere = line.reset();
    bytes.forEach((byte) => line.writeByte(byte));
    return isThere;
  };
  const receive = (count: number): number[] => Array.from({ length: count }, () => line.readByte());
  const scratchpad = (): number[] => {
    send(0xcc, 0xbe);
    return receive(9);
  };

  beforeEach(() => {
    nowMs = 0;
    line = new OneWireLine();
    part = new Ds18b20(
      0x0000_01b8_1c02,
      () => nowMs,
      () => -10.125,
    );
    line.devices.push(part);
  });

  it("has the check of Maxim's application note 27 in its ROM code, and tells it when it is alone", () => {
    assert.deepEqual(romCode(0x02, 0x01b81c), [0x02, 0x1c, 0xb8, 0x01, 0, 0, 0, 0xa2]);
    assert.equal(send(0x33), true);
    assert.deepEqual(receive(8), part.rom);
  });

  it("holds 85 °C after power on, and -10.125 °C as FF5E after a conversion of 750 ms", () => {
    assert.deepEqual(scratchpad().slice(0, 5), [0x50, 0x05, 0x4b, 0x46, 0x7f]);
    send(0xcc, 0x44);
    nowMs = 749;
    assert.deepEqual([line.readBit(), scratchpad()[0]], [0, 0x50]);
    nowMs = 750;
    const bytes = scratchpad();
    assert.deepEqual(bytes.slice(0, 2), [0x5e, 0xff]);
    assert.equal(bytes[8], oneWireCrc(bytes.slice(0, 8)));
  });

  it("takes alarms and resolution, which come back from its EEPROM after power on", () => {
    send(0xcc, 0x4e, 1, 2, 0x3f);
    send(0xcc, 0x48);
    send(0xcc, 0x4e, 3, 4, 0xff);
    assert.deepEqual(scratchpad().slice(2, 5), [3, 4, 0x7f]);
    part.losePower();
    assert.deepEqual(scratchpad().slice(2, 5), [1, 2, 0x3f]);
    assert.equal(part.resolution, 10);
  });

  it("keeps silent when another one is addressed, without power, and until it is addressed", () => {
    send(0x55, ...romCode(0x28, 5), 0xbe);
    assert.deepEqual(receive(2), [255, 255]);
    line.reset();
    assert.deepEqual(receive(1), [255]);
    send(0x55, ...part.rom, 0xbe);
    assert.equal(receive(1)[0], 0x50);
    part.isPresent = false;
    assert.equal(send(0xcc, 0xbe), false);
    assert.deepEqual(receive(1), [255]);
  });

  it("pulls the line down where the other one does not, so that two that speak at once are one wrong one", () => {
    line.devices.push(new Ds18b20(0x77, () => nowMs));
    send(0x33);
    const mixed = receive(8);
    assert.notEqual(oneWireCrc(mixed), 0);
    assert.equal(mixed[1], 0x02 & 0x77);
  });
});
