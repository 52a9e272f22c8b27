/** The address of the chip's Wi-Fi station, 12 hexadecimal digits in lower case, behind "0x". */
export const mac = node.chipid().substring(2);
