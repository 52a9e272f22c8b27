import assert from "node:assert/strict";
import { bridgeOf, isChipsUsb, type PortInfo } from "../../../../scripts/lib/serial/port-info";
import { choosePort } from "../../../../scripts/lib/serial/ports";

const CP210X: PortInfo = { path: "/dev/ttyUSB0", vendorId: "10c4", productId: "ea60", serialNumber: "0001" };
const CH340: PortInfo = { path: "/dev/ttyUSB1", vendorId: "1A86", productId: "7523" };
const MOUSE: PortInfo = { path: "/dev/ttyACM7", vendorId: "046d", productId: "c077", manufacturer: "Somebody" };
const BUILT_IN: PortInfo = { path: "/dev/ttyS0" };

const nobody = undefined;

function listing(...ports: PortInfo[]): () => Promise<PortInfo[]> {
  return () => Promise.resolve(ports);
}

describe("the port of a board", () => {
  it("is known by the USB identity of its bridge", () => {
    const name = (vendorId: string, productId: string): string | undefined =>
      bridgeOf({ path: "/dev/x", vendorId, productId });
    assert.equal(name("10c4", "ea60"), "CP210x");
    assert.equal(name("1a86", "7523"), "CH340");
    assert.equal(name("1A86", "55D4"), "CH9102");
    assert.equal(name("0403", "6001"), "FTDI");
    assert.equal(name("303a", "1001"), "Espressif USB-JTAG");
    assert.equal(name("046d", "c077"), undefined);
    assert.equal(bridgeOf(BUILT_IN), undefined);
  });

  it("is told to be the chip's own USB where it is", () => {
    const chipsOwn = (vendorId: string, productId: string): boolean =>
      isChipsUsb({ path: "/dev/x", vendorId, productId });
    assert.deepEqual(
      [chipsOwn("303A", "1001"), chipsOwn("303a", "1002"), chipsOwn("10c4", "ea60"), isChipsUsb(BUILT_IN)],
      [true, false, false, false],
    );
  });

  it("is the only one that fits", async () => {
    assert.equal(await choosePort(undefined, listing(BUILT_IN, MOUSE, CP210X), nobody), "/dev/ttyUSB0");
  });

  it("is the one that was named, whatever is plugged in, without looking", async () => {
    const never = (): Promise<PortInfo[]> => Promise.reject(new Error("listed"));
    for (const name of ["/dev/pts/3", "tcp://10.0.0.7:2217", "COM4"]) {
      assert.equal(await choosePort(name, never, nobody), name);
    }
  });

  it("is the one with the serial number that was named", async () => {
    assert.equal(await choosePort("0001", listing(CH340, CP210X), nobody), "/dev/ttyUSB0");
    await assert.rejects(
      choosePort("0002", listing(CH340, CP210X), nobody),
      /0002.*no port has this serial number[^]*ttyUSB0 {2}CP210x {2}serial number 0001/,
    );
  });

  it("is asked for when several fit", async () => {
    const ask = (_question: string, choices: readonly string[]): Promise<number> => {
      assert.deepEqual(choices, ["/dev/ttyUSB0  CP210x  serial number 0001", "/dev/ttyUSB1  CH340"]);
      return Promise.resolve(1);
    };
    assert.equal(await choosePort(undefined, listing(CP210X, MOUSE, CH340), ask), "/dev/ttyUSB1");
  });

  it("is never guessed when several fit and nobody can be asked", async () => {
    await assert.rejects(
      choosePort(undefined, listing(CP210X, CH340), nobody),
      /several ports[^]*--port[^]*ttyUSB0[^]*ttyUSB1/,
    );
  });

  it("is missed with a list of what there is instead", async () => {
    await assert.rejects(
      choosePort(undefined, listing(BUILT_IN, MOUSE), nobody),
      /no ESP32 or ESP8266 board found[^]*cable[^]*ttyACM7 {2}USB 046d:c077 {2}\(Somebody\)\n {2}and 1 that are not on USB$/,
    );
    await assert.rejects(choosePort(undefined, listing(), nobody), /no serial port at all$/);
  });
});
