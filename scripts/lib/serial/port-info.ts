/** A serial port of this machine, as the operating system describes it. */
export interface PortInfo {
  path: string;
  manufacturer?: string;
  serialNumber?: string;
  /** USB identity, four hexadecimal digits; none for what is not on USB. */
  vendorId?: string;
  productId?: string;
}

/** What boards have between their USB socket and the chip, by USB vendor and product. */
const BRIDGES: readonly { vendorId: string; productIds?: readonly string[]; name: string }[] = [
  { vendorId: "303a", productIds: ["1001", "1002"], name: "Espressif USB-JTAG" },
  { vendorId: "303a", name: "Espressif USB" },
  { vendorId: "10c4", name: "CP210x" },
  { vendorId: "1a86", productIds: ["55d3", "55d4"], name: "CH9102" },
  { vendorId: "1a86", name: "CH340" },
  { vendorId: "0403", name: "FTDI" },
];

/** The USB bridge of a port, such as CP210x; undefined when it is none that ESP32 boards have. */
export function bridgeOf({ vendorId, productId }: PortInfo): string | undefined {
  return BRIDGES.find(
    (bridge) =>
      bridge.vendorId === vendorId?.toLowerCase() &&
      (bridge.productIds === undefined || bridge.productIds.includes(productId?.toLowerCase() ?? "")),
  )?.name;
}

/** Whether it is the USB of a chip itself: the serial port and debugger of the ESP32-C3 and ESP32-S3. */
export function isChipsUsb({ vendorId, productId }: PortInfo): boolean {
  return vendorId?.toLowerCase() === "303a" && productId === "1001";
}

/** `/dev/ttyUSB0  CP210x  serial number 0001  (Silicon Labs)`: one line for a person. */
export function describePort(port: PortInfo): string {
  const parts = [
    port.path,
    bridgeOf(port) ?? (port.vendorId === undefined ? "not on USB" : `USB ${port.vendorId}:${port.productId}`),
  ];
  if (port.serialNumber !== undefined) parts.push(`serial number ${port.serialNumber}`);
  if (port.manufacturer !== undefined) parts.push(`(${port.manufacturer})`);
  return parts.join("  ");
}
