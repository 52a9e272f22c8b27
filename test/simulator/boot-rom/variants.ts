/** What the boot loaders of two chips differ in. */
export interface ChipVariant {
  name: string;
  /** What an image's header names as its chip (esptool documentation, "Firmware Image Format"). */
  imageChipId: number;
  /** Where the ROM looks for the software boot loader in flash. */
  bootLoaderOffset: number;
  /** Whether the ROM knows GET_SECURITY_INFO, which tells the chip's identifier. */
  hasSecurityInfo: boolean;
  /** The registers of the flash memory's controller: its address, and offsets from there. */
  spi: { base: number; user: number; user2: number; data: number };
  /** Registers that hold something from the start: the date of the ROM, electronic fuses. */
  registers: [address: number, value: number][];
  /** What the ROM prints after a reset: strapping pins and boot mode (esptool documentation, "Boot Mode Selection"). */
  bootLines: { download: string; flash: string };
}

// The MAC address 24:0a:c4:12:34:56, the lower four bytes in one fuse word and the upper two in the next.
const MAC_LOW = 0xc4123456;
const MAC_HIGH = 0x240a;

/** Figures from esptool's esptool/targets/esp32.py, esp32c3.py and esp32s3.py. */
export const ESP32: ChipVariant = {
  name: "ESP32",
  imageChipId: 0,
  bootLoaderOffset: 0x1000,
  hasSecurityInfo: false,
  spi: { base: 0x3ff42000, user: 0x1c, user2: 0x24, data: 0x80 },
  registers: [
    [0x40001000, 0x00f01d83],
    [0x3ff5a004, MAC_LOW],
    [0x3ff5a008, MAC_HIGH],
    // Package D0WD, and the three bits that together say revision 3.
    [0x3ff5a00c, (1 << 15) | (1 << 9)],
    [0x3ff5a014, 1 << 20],
    [0x3ff6607c, 0x80000000],
  ],
  bootLines: {
    download: "rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))",
    flash: "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)",
  },
};

export const ESP32_C3: ChipVariant = {
  name: "ESP32-C3",
  imageChipId: 5,
  bootLoaderOffset: 0,
  hasSecurityInfo: true,
  spi: { base: 0x60002000, user: 0x18, user2: 0x20, data: 0x58 },
  registers: [
    [0x40001000, 0x1b31506f],
    [0x60008844, MAC_LOW],
    [0x60008848, MAC_HIGH],
    [0x60008850, 3 << 18],
  ],
  bootLines: {
    download: "rst:0x1 (POWERON),boot:0x5 (DOWNLOAD(USB/UART0/1))",
    flash: "rst:0x1 (POWERON),boot:0xd (SPI_FAST_FLASH_BOOT)",
  },
};

export const ESP32_S3: ChipVariant = {
  ...ESP32_C3,
  name: "ESP32-S3",
  imageChipId: 9,
  registers: [
    [0x40001000, 0x9],
    [0x60007044, MAC_LOW],
    [0x60007048, MAC_HIGH],
    // Revision 0.2.
    [0x60007050, 2 << 18],
  ],
  bootLines: {
    download: "rst:0x1 (POWERON),boot:0x0 (DOWNLOAD(USB/UART0))",
    flash: "rst:0x1 (POWERON),boot:0x8 (SPI_FAST_FLASH_BOOT)",
  },
};

/** A chip that no Espruino is published for. */
export const ESP32_H2: ChipVariant = {
  ...ESP32_C3,
  name: "ESP32-H2",
  imageChipId: 16,
};
