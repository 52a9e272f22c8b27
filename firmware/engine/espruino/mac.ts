/** The address of the chip's Wi-Fi station, 12 hexadecimal digits in lower case: the serial number is made from it. */
export const mac = getSerial().replace("-", "");
