import assert from "node:assert/strict";
import { SimulatedBoard } from "../board";
import { Bh1750 } from "../devices/bh1750";
import { Ds18b20 } from "../devices/ds18b20";
import { Veml7700 } from "../devices/veml7700";
import { SimulatedNetwork } from "../network/simulated";

/** What a program prints that runs on a board with these parts. */
function printed(source: string, solder: (board: SimulatedBoard) => void = () => {}): string[] {
  const network = new SimulatedNetwork();
  const board = new SimulatedBoard({ source, network });
  solder(board);
  board.boot();
  const { console: lines } = board;
  board.stop();
  network.close();
  return lines;
}

describe("OneWire of the simulated Espruino", () => {
  const solder = (board: SimulatedBoard): void => {
    for (const serial of [0x11, 0x22, 0x123456]) board.oneWire(4).devices.push(new Ds18b20(serial, () => board.nowMs));
  };

  it("finds every part on the bus, and none on an empty one", () => {
    const source =
      "var w=new OneWire(D4);print(w.search().length,w.reset());var e=new OneWire(D5);print(e.search().length,e.reset());";
    assert.deepEqual(printed(source, solder), ["3 true", "0 false"]);
    const [found] = printed(
      "print(new OneWire(D4).search().map(function(a){return a.substr(0,4)}).sort().join())",
      solder,
    );
    assert.equal(found, "2811,2822,2856");
  });

  it("selects one of them by its address, refuses what is none, and reads bytes or one byte", () => {
    const source =
      "var w=new OneWire(D4);w.select(w.search()[0]);w.write(0xBE);print(w.read(2));print(w.read());" +
      'try{w.select("28")}catch(e){print(e)}';
    assert.deepEqual(printed(source, solder), [
      "new Uint8Array([80, 5])",
      "75",
      'TypeError: Invalid OneWire device address "28"',
    ]);
  });
});

describe("I2C1 of the simulated Espruino", () => {
  const solder = (board: SimulatedBoard): void => void board.i2c(22, 21).devices.push(new Bh1750(() => board.nowMs));

  it("speaks to the parts on the pins that it was set up with, or on its own", () => {
    const source =
      'I2C1.setup({bitrate:100000});I2C1.writeTo(0x23,"\\x01");I2C1.writeTo({address:0x23},[1],1);print(I2C1.readFrom(0x23,2));' +
      "I2C2.setup({scl:D22,sda:D21});print(I2C2.readFrom(0x23,1));";
    assert.deepEqual(printed(source, solder), ["new Uint8Array([0, 0])", "new Uint8Array([0])"]);
  });

  it("reads a register without a stop condition in between, in one call or in two", () => {
    const lightOn = (board: SimulatedBoard): void =>
      void board.i2c(22, 21).devices.push(new Veml7700(() => board.nowMs));
    const source =
      'I2C1.setup({bitrate:100000});print(I2C1.readReg(0x10,7,2));I2C1.writeTo({address:0x10,stop:false},"\\x07");print(I2C1.readFrom(0x10,2));' +
      'I2C1.writeTo(0x10,"\\x07");print(I2C1.readFrom(0x10,2));try{I2C1.readReg(0x11,7,2)}catch(e){print(e)}';
    assert.deepEqual(printed(source, lightOn), [
      "new Uint8Array([129, 196])",
      "new Uint8Array([129, 196])",
      "new Uint8Array([0, 0])",
      "Error: jshI2CWrite: slave doesn't ACK the transfer",
    ]);
  });

  it("throws what the ESP32's port throws: without set-up, without acknowledgement, and after a second on a stuck bus", () => {
    const attempt = 'try{I2C1.writeTo(0x24,"\\x01")}catch(e){print(e)}';
    assert.deepEqual(printed(attempt), ["Error: jshI2CWrite:, unknown error code 259"]);
    assert.deepEqual(printed(`I2C1.setup();${attempt}try{I2C1.readFrom(0x24,1)}catch(e){print(e)}`, solder), [
      "Error: jshI2CWrite: slave doesn't ACK the transfer",
      "Error: jshI2CRead: slave doesn't ACK the transfer",
    ]);
    const stuck = printed(`I2C1.setup();var t=getTime();${attempt}print(getTime()-t);`, (board) => {
      board.i2c(22, 21).isStuck = true;
    });
    assert.deepEqual(stuck, ["Error: jshI2CWrite:, Operation timeout because the bus is busy", "1"]);
  });
});
