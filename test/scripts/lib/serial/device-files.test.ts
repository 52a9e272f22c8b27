import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listDeviceFiles } from "../../../../scripts/lib/serial/device-files";
import { loadSerialPort } from "../../../../scripts/lib/serial/port-line";
import { bridgeOf } from "../../../../scripts/lib/serial/port-info";
import { listPorts } from "../../../../scripts/lib/serial/ports";

describe("serial ports by the kernel's own files", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "devices-"));
    for (const folder of ["dev", "class/ttyUSB0", "class/ttyS0", "usb1/1-2/1-2:1.0/ttyUSB0"]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    for (const [file, text] of Object.entries({ idVendor: "10c4", idProduct: "ea60", serial: "0001" })) {
      writeFileSync(join(root, "usb1/1-2", file), `${text}\n`);
    }
    writeFileSync(join(root, "usb1/idVendor"), "1d6b\n");
    symlinkSync(join(root, "usb1/1-2/1-2:1.0/ttyUSB0"), join(root, "class/ttyUSB0/device"));
    for (const name of ["ttyUSB0", "ttyACM3", "ttyS0", "null"]) writeFileSync(join(root, "dev", name), "");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("are those on USB, with what their device says of itself", () => {
    const ports = listDeviceFiles(join(root, "dev"), join(root, "class"));
    const found = ports.find(({ path }) => path.endsWith("ttyUSB0"));
    assert.deepEqual(ports.map(({ path }) => path.slice(root.length)).sort(), ["/dev/ttyACM3", "/dev/ttyUSB0"]);
    assert.deepEqual([found?.vendorId, found?.productId, found?.serialNumber], ["10c4", "ea60", "0001"]);
    assert.equal(bridgeOf(found!), "CP210x");
  });

  it("are none where there is no such folder", () => {
    assert.deepEqual(listDeviceFiles(join(root, "nowhere"), join(root, "class")), []);
  });

  it("can be listed on this machine, whatever is installed besides the package", async function () {
    if (
      await loadSerialPort().then(
        () => false,
        () => true,
      )
    )
      this.skip();
    assert.ok(Array.isArray(await listPorts()));
  });
});
