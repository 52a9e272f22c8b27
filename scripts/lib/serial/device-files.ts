import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PortInfo } from "./port-info";

/** What drivers of USB bridges call their ports on Linux. */
const ON_USB = /^tty(USB|ACM)\d+$/;

/**
 * The serial ports on USB of a Linux machine, by the kernel's own files: for where `udevadm`, which the package "serialport"
 * asks, is not installed, as in containers.
 * @param devices Where device files are @param classes Where the kernel describes them
 */
export function listDeviceFiles(devices = "/dev", classes = "/sys/class/tty"): PortInfo[] {
  return names(devices)
    .filter((name) => ON_USB.test(name))
    .map((name) => ({ path: join(devices, name), ...identity(join(classes, name, "device")) }));
}

/** What the USB device says of itself, which a port is an interface of. */
function identity(link: string): Omit<PortInfo, "path"> {
  if (!existsSync(link)) return {};
  for (let folder = realpathSync(link); folder !== dirname(folder); folder = dirname(folder)) {
    const read = (file: string): string | undefined =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : undefined;
    const vendorId = read("idVendor");
    if (vendorId !== undefined) {
      return {
        vendorId,
        productId: read("idProduct"),
        serialNumber: read("serial"),
        manufacturer: read("manufacturer"),
      };
    }
  }
  return {};
}

function names(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
