// Before that there may be no station that has an address.
wifi.mode(wifi.STATION);

/** `node.chipid()` leaves out the last byte of it. */
const address = wifi.sta.getmac();

/** The address of the chip's Wi-Fi station, 12 hexadecimal digits in lower case. */
export let mac = "";

for (let i = 0; i < address.length; i += 3) {
  mac += address.substring(i, i + 2);
}
