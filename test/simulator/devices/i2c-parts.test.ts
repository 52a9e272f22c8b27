import assert from "node:assert/strict";
import { I2cLine } from "../i2c-line";
import { Aht10 } from "./aht10";
import { Aht20 } from "./aht20";
import { Bh1750 } from "./bh1750";
import { Bme680 } from "./bme680";
import { Bme280 } from "./bme280";
import { centidegrees, EXAMPLE, fineInteger, humidityInteger, pascalsInteger } from "./bosch-integers";
import { sensirionCrc } from "./crc8";
import { Mcp9808 } from "./mcp9808";
import { Sht3x } from "./sht3x";
import { Sht4x } from "./sht4x";
import { Veml7700 } from "./veml7700";

let nowMs: number;
let line: I2cLine;

const now = (): number => nowMs;

beforeEach(() => {
  nowMs = 0;
  line = new I2cLine();
});

describe("the model of an I²C bus", () => {
  it("gives a transfer to the part at its address, and no acknowledgement where none is", () => {
    const part = line.solder(new Bh1750(now));
    assert.equal(line.write(0x23, [1]), "done");
    assert.equal(line.write(0x24, [1]), "not acknowledged");
    assert.equal(line.read(0x24, 2), "not acknowledged");
    part.isPresent = false;
    assert.equal(line.write(0x23, [1]), "not acknowledged");
    line.isStuck = true;
    assert.deepEqual([line.write(0x23, [1]), line.read(0x23, 1)], ["stuck", "stuck"]);
  });
});

describe("Bosch's integers", () => {
  it("give the data sheet's example (BST-BMP280-DS001, §3.12: t_fine 128422, 25.08 °C, 100653 Pa)", () => {
    const fine = fineInteger(519888, EXAMPLE);
    assert.equal(fine, 128422n);
    assert.equal(centidegrees(fine), 2508);
    assert.equal(Math.round(pascalsInteger(415148, fine, EXAMPLE)), 100653);
    assert.ok(humidityInteger(30_000, fine, EXAMPLE) > 0 && humidityInteger(30_000, fine, EXAMPLE) < 100);
  });
});

describe("the model of a BME280", () => {
  it("tells its chip, measures once when it is told to, and is asleep and idle afterwards", () => {
    line.solder(new Bme280(now));
    line.write(0x76, [0xd0]);
    assert.deepEqual(line.read(0x76, 1), [0x60]);
    line.write(0x76, [0xf2, 1, 0xf4, 0x25, 0xf5, 0xa0]);
    line.write(0x76, [0xf3]);
    // Neither measured yet, nor is a setting taken while it does.
    assert.deepEqual(line.read(0x76, 7), [8, 0x25, 0, 0, 0x80, 0, 0]);
    nowMs = 9.3;
    line.write(0x76, [0xf3]);
    const bytes = line.read(0x76, 12) as number[];
    assert.deepEqual(bytes.slice(0, 2), [0, 0x24]);
    assert.notEqual(bytes[7], 0x80);
    line.write(0x76, [0xe0, 0xb6]);
    line.write(0x76, [0xf4]);
    assert.deepEqual(line.read(0x76, 1), [0]);
  });

  it("has no calibration for 2 ms after a reset, which its status tells (BST-BME280-DS002, §1.1 and §5.4.4)", () => {
    line.solder(new Bme280(now));
    const read = (register: number): unknown => {
      line.write(0x76, [register]);
      return line.read(0x76, 1);
    };
    assert.notDeepEqual(read(0x88), [0]);
    line.write(0x76, [0xe0, 0xb6]);
    nowMs = 1.9;
    assert.deepEqual([read(0x88), read(0xa1), read(0xe1), read(0xf3), read(0xd0)], [[0], [0], [0], [1], [0x60]]);
    nowMs = 2;
    assert.deepEqual([read(0x88), read(0xa1), read(0xe1), read(0xf3)], [[0x70], [75], [0x6a], [0]]);
  });
});

describe("the model of an SHT3x", () => {
  it("has the check of the data sheet's example, acknowledges nothing while it measures, and gives its words once", () => {
    assert.equal(sensirionCrc([0xbe, 0xef]), 0x92);
    const part = line.solder(new Sht3x(now));
    part.celsius = () => 130;
    part.humidity = () => 0;
    assert.equal(line.read(0x44, 6), "not acknowledged");
    line.write(0x44, [0x24, 0]);
    nowMs = 15.4;
    assert.equal(line.write(0x44, [0xf3, 0x2d]), "not acknowledged");
    nowMs = 15.5;
    assert.deepEqual(line.read(0x44, 6), [255, 255, sensirionCrc([255, 255]), 0, 0, sensirionCrc([0, 0])]);
    assert.equal(line.read(0x44, 6), "not acknowledged");
  });

  it("forgets the rest where a reader stops in the middle, and is deaf for 1.5 ms after power on", () => {
    const part = line.solder(new Sht3x(now));
    line.write(0x44, [0x24, 0]);
    nowMs = 20;
    assert.equal((line.read(0x44, 3) as number[]).length, 3);
    assert.equal(line.read(0x44, 3), "not acknowledged");
    part.losePower();
    nowMs = 21.4;
    assert.equal(line.write(0x44, [0xf3, 0x2d]), "not acknowledged");
    nowMs = 21.5;
    assert.equal(line.write(0x44, [0xf3, 0x2d]), "done");
  });
});

describe("the model of an AHT20", () => {
  it("is busy for 80 ms, then gives both numbers in 20 bits each, with their check", () => {
    const part = line.solder(new Aht20(now));
    part.celsius = () => 50;
    part.humidity = () => 25;
    line.write(0x38, [0xac, 0x33, 0]);
    nowMs = 79;
    assert.deepEqual(line.read(0x38, 1), [0x98]);
    nowMs = 80;
    const bytes = [0x18, 0x40, 0, 0x08, 0, 0];
    assert.deepEqual(line.read(0x38, 7), [...bytes, sensirionCrc(bytes)]);
  });
});

describe("the models of AHT10 and AHT20", () => {
  it("keep what they measured before until they are done, and take no command meanwhile", () => {
    const part = line.solder(new Aht20(now));
    line.write(0x38, [0xac, 0x33, 0]);
    nowMs = 79;
    assert.deepEqual(line.read(0x38, 6), [0x98, 0, 0, 0, 0, 0]);
    part.celsius = () => 80;
    line.write(0x38, [0xac, 0x33, 0]);
    nowMs = 80;
    assert.deepEqual(line.read(0x38, 6), [0x18, 0x80, 0, 0x05, 0x99, 0x9a]);
  });

  it("take 10 ms to be calibrated, each by its own command, and are deaf for a while after power on", () => {
    const [old, young] = [line.solder(new Aht10(now, 0x39)), line.solder(new Aht20(now))];
    young.isCalibrated = false;
    for (const [address, other, own] of [
      [0x39, 0xbe, 0xe1],
      [0x38, 0xe1, 0xbe],
    ]) {
      line.write(address, [other, 8, 0]);
      assert.deepEqual(line.read(address, 1), [0x10]);
      line.write(address, [own, 8, 0]);
      assert.deepEqual(line.read(address, 1), [0x90]);
    }
    nowMs = 10;
    assert.deepEqual([line.read(0x39, 1), line.read(0x38, 1)], [[0x18], [0x18]]);
    old.losePower();
    young.losePower();
    nowMs = 29;
    assert.equal(line.read(0x39, 1), "not acknowledged");
    nowMs = 30;
    assert.deepEqual(line.read(0x39, 1), [0x10]);
    assert.equal(line.write(0x38, [0xac, 0x33, 0]), "not acknowledged");
    nowMs = 50;
    assert.deepEqual(line.read(0x38, 1), [0x18]);
  });

  it("have a check, and have none", () => {
    line.solder(new Aht10(now, 0x39));
    line.solder(new Aht20(now));
    const bytes = [0x18, 0, 0, 0, 0, 0];
    assert.deepEqual(line.read(0x38, 7), [...bytes, sensirionCrc(bytes)]);
    assert.deepEqual(line.read(0x39, 7), [0x10, 0, 0, 0, 0, 0, 0xff]);
  });
});

describe("the model of a BH1750", () => {
  it("has its measurement after 180 ms, and 0 after power on", () => {
    const part = line.solder(new Bh1750(now, 0x5c));
    part.lux = () => 28067;
    line.write(0x5c, [1]);
    line.write(0x5c, [0x20]);
    nowMs = 179;
    assert.deepEqual(line.read(0x5c, 2), [0, 0]);
    nowMs = 180;
    assert.deepEqual(line.read(0x5c, 2), [0b1000_0011, 0b1001_0000]);
    part.losePower();
    assert.deepEqual(line.read(0x5c, 2), [0, 0]);
  });
});

describe("the model of an MCP9808", () => {
  const read = (register: number, count = 2): unknown => {
    line.write(0x18, [register]);
    return line.read(0x18, count);
  };

  it("tells its maker and kind, has 0 for its first 250 ms, and then the data sheet's example (figure 5-5: 25.25 °C)", () => {
    const part = line.solder(new Mcp9808(now));
    part.celsius = () => 25.25;
    assert.deepEqual([read(6), read(7), read(8, 1)], [[0, 0x54], [0x04, 0], [3]]);
    nowMs = 249;
    assert.deepEqual(read(5), [0, 0]);
    nowMs = 250;
    assert.deepEqual(read(5), [0xc1, 0x94]);
    part.celsius = () => -25.25;
    nowMs = 499;
    assert.deepEqual(read(5), [0xc1, 0x94]);
    nowMs = 500;
    assert.deepEqual(read(5), [0x3e, 0x6c]);
  });

  it("keeps its last reading while it is shut down, and begins anew when it is woken", () => {
    const part = line.solder(new Mcp9808(now));
    nowMs = 300;
    line.write(0x18, [1, 0x01, 0]);
    part.celsius = () => 50;
    nowMs = 10_000;
    assert.deepEqual(read(5), [0xc1, 0x40]);
    line.write(0x18, [1, 0x06, 0]);
    nowMs = 10_249;
    assert.deepEqual(
      [read(1), read(5)],
      [
        [0x06, 0],
        [0xc1, 0x40],
      ],
    );
    nowMs = 10_250;
    assert.deepEqual(read(5), [0xc3, 0x20]);
    part.losePower();
    assert.deepEqual(
      [read(1), read(5)],
      [
        [0, 0],
        [0, 0],
      ],
    );
  });
});

describe("the model of an SHT4x", () => {
  it("acknowledges nothing while it measures, up to 8.3 ms, and gives its words once", () => {
    const part = line.solder(new Sht4x(now));
    part.celsius = () => 130;
    part.humidity = () => -6;
    assert.equal(line.read(0x44, 6), "not acknowledged");
    line.write(0x44, [0xfd]);
    nowMs = 8.2;
    assert.equal(line.read(0x44, 6), "not acknowledged");
    assert.equal(line.write(0x44, [0xfd]), "not acknowledged");
    nowMs = 8.3;
    assert.deepEqual(line.read(0x44, 6), [255, 255, sensirionCrc([255, 255]), 0, 0, sensirionCrc([0, 0])]);
    assert.equal(line.read(0x44, 6), "not acknowledged");
  });

  it("tells its serial number a millisecond after it was asked, and knows no other command", () => {
    const part = line.solder(new Sht4x(now));
    line.write(0x44, [0x89]);
    assert.equal(line.read(0x44, 6), "not acknowledged");
    nowMs = 1;
    const [a, b, , c, d] = line.read(0x44, 6) as number[];
    assert.equal(((a << 24) | (b << 16) | (c << 8) | d) >>> 0, part.serialNumber);
    assert.equal(line.write(0x44, [0xf3, 0x2d]), "not acknowledged");
  });
});

describe("the model of a BME680", () => {
  const read = (register: number, count: number): unknown => {
    line.write(0x76, [register]);
    return line.read(0x76, count);
  };

  it("has the reset state of the data sheet's table 16, and its coefficients 2 ms after it", () => {
    const part = line.solder(new Bme680(now));
    part.losePower();
    assert.deepEqual(read(0xd0, 1), [0x61]);
    assert.deepEqual(read(0x1d, 10), [0, 0, 0x80, 0, 0, 0x80, 0, 0, 0x80, 0]);
    assert.deepEqual(read(0xe9, 2), [0, 0]);
    nowMs = 2;
    // T1 is 26203, H1 794 and H2 1007.
    assert.deepEqual(read(0xe9, 2), [0x5b, 0x66]);
    assert.deepEqual(read(0xe1, 3), [0x3e, 0xfa, 0x31]);
  });

  it("measures once when it is told to, what it was told to, and is asleep afterwards with new data", () => {
    const part = line.solder(new Bme680(now));
    line.write(0x76, [0x72, 1, 0x74, 0x25]);
    nowMs = 11.1;
    assert.deepEqual(read(0x1d, 3), [0x20, 0, 0x80]);
    nowMs = 11.2;
    const bytes = read(0x1d, 10) as number[];
    assert.equal(bytes[0], 0x80);
    for (const at of [2, 5, 8]) assert.notEqual(bytes[at], 0x80);
    assert.deepEqual(read(0x74, 1), [0x24]);
    line.write(0x76, [0x72, 0, 0x71, 0x10, 0x74, 0x25]);
    assert.equal(part.isHeating, true);
    nowMs = 30;
    assert.deepEqual((read(0x1d, 10) as number[]).slice(8), [0x80, 0]);
  });
});

describe("the model of a VEML7700", () => {
  const read = (register: number): unknown => {
    line.write(0x10, [register], false);
    return line.read(0x10, 2);
  };

  it("is off after power on, and once it is on has new counts with each integration, which may be slow", () => {
    const part = line.solder(new Veml7700(now));
    assert.deepEqual(
      [read(0), read(7), read(4)],
      [
        [0x01, 0],
        [0x81, 0xc4],
        [0, 0],
      ],
    );
    // 53.76 lx are 53.44 on the photodiode, and 0.5376 lx a count with a gain of 1/8 and 100 ms.
    part.lux = () => 53.76;
    line.write(0x10, [0, 0x00, 0x10]);
    nowMs = 122;
    assert.deepEqual(read(4), [0, 0]);
    nowMs = 123;
    assert.deepEqual(read(4), [99, 0]);
    part.lux = () => 1e6;
    nowMs = 242;
    assert.deepEqual(read(4), [99, 0]);
    nowMs = 243;
    assert.deepEqual(read(4), [0xff, 0xff]);
    part.losePower();
    assert.deepEqual(read(4), [0, 0]);
  });

  it("gives zeros after a stop condition, which its data sheet's figure 4 has none of before the answer", () => {
    line.solder(new Veml7700(now));
    line.write(0x10, [7]);
    assert.deepEqual(line.read(0x10, 2), [0, 0]);
  });

  it("keeps its last counts when it is switched off", () => {
    const part = line.solder(new Veml7700(now));
    line.write(0x10, [0, 0x00, 0x10]);
    nowMs = 200;
    const counts = read(4);
    assert.notDeepEqual(counts, [0, 0]);
    line.write(0x10, [0, 0x01, 0x10]);
    part.lux = () => 0;
    nowMs = 1_000;
    assert.deepEqual(read(4), counts);
  });
});
