function withoutColons(address: string): string {
  let digits = "";
  for (let i = 0; i < address.length; i += 3) {
    digits += address.substring(i, i + 2);
  }
  return digits;
}

/** The address of the chip's Wi-Fi station, 12 hexadecimal digits in lower case. */
export const mac = withoutColons(wifi.sta.getmac());
