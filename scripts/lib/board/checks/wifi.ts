import { isIPv4 } from "node:net";
import { at, entries, textAt, type Draft } from "../draft";
import type { Path } from "../source";
import { MAC_MARK } from "../../bytes";
import { isMissing } from "../validate";

const MAX_SSID_BYTES = 32;
/** TCPIP_HOSTNAME_MAX_SIZE of ESP-IDF. */
const MAX_HOSTNAME = 32;
/** The last release that leaves the address to DHCP and says nothing; espruino/Espruino #2753 mends it. */
const DEAF_RELEASE = "2v29";

/** Checks what the board joins Wi-Fi with. No message holds a value: any of them may be a secret. */
export function checkWifi(draft: Draft): void {
  const wifi = at(draft, ["wifi"]);
  if (typeof wifi !== "object" || wifi === null) return;
  const single = ["ssid", "password"];
  if (Object.hasOwn(wifi, "networks")) {
    if (single.some((key) => Object.hasOwn(wifi, key))) {
      draft.source.error(["wifi", "networks"], 'give either "networks", or one network as "ssid" and "password"');
    }
    for (const place of entries(draft, "wifi", "networks")) checkNetwork(draft, place);
  } else {
    const missing = single.filter((each) => !Object.hasOwn(wifi, each));
    if (missing.length > 0) draft.source.error(["wifi"], isMissing(missing));
    checkNetwork(draft, ["wifi"]);
  }
  checkHostname(draft);
  if (at(draft, ["wifi", "address"]) !== undefined) checkAddress(draft);
}

function checkNetwork(draft: Draft, place: Path): void {
  const ssid = textAt(draft, [...place, "ssid"]);
  if (ssid !== undefined && Buffer.byteLength(ssid) > MAX_SSID_BYTES) {
    draft.source.error(
      [...place, "ssid"],
      `expected at most ${MAX_SSID_BYTES} bytes of UTF-8 (an accented letter takes two)`,
    );
  }
  const password = textAt(draft, [...place, "password"]);
  // A secret that was lost on its way would open the network, or have the node join another one of that name.
  if (password === "" && draft.source.isNamed([...place, "password"])) {
    draft.source.error(
      [...place, "password"],
      'its value is empty; give it one, or where the network is open, write "password": "" here',
    );
  }
  // IEEE 802.11, annex J.4: a passphrase is 8 to 63 characters of printable ASCII.
  if (password !== undefined && password !== "" && !/^[ -~]{8,63}$/.test(password)) {
    draft.source.error(
      [...place, "password"],
      'expected 8 to 63 ASCII characters (WPA), or "" here for an open network',
    );
  }
}

/** RFC 1123, 2.1 */
function checkHostname(draft: Draft): void {
  const place = ["wifi", "hostname"];
  const hostname = textAt(draft, place)?.replaceAll("{mac}", "0".repeat(MAC_MARK.length));
  if (hostname === undefined) return;
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(hostname)) {
    draft.source.error(place, "a host name holds letters, digits and, inside, hyphens");
  } else if (hostname.length > MAX_HOSTNAME) {
    draft.source.error(place, `a host name has at most ${MAX_HOSTNAME} characters; {mac} has ${MAC_MARK.length}`);
  }
}

function checkAddress(draft: Draft): void {
  const place = ["wifi", "address"];
  const given = ["ip", "netmask", "gateway"].map((key) => {
    const text = textAt(draft, [...place, key]);
    if (text !== undefined && !isIPv4(text)) {
      draft.source.error([...place, key], "expected an IPv4 address: four numbers from 0 to 255");
      return undefined;
    }
    return text === undefined ? undefined : bitsOf(text);
  });
  const [ip, netmask, gateway] = given;
  if (ip === undefined || netmask === undefined || gateway === undefined) return;
  const hosts = ~netmask >>> 0;
  if ((hosts & (hosts + 1)) !== 0 || hosts < 3) {
    draft.source.error([...place, "netmask"], "a netmask is ones, then zeros, at least two: 255.255.255.0");
  } else if ((ip & netmask) !== (gateway & netmask)) {
    draft.source.error([...place, "gateway"], "the router is in another network than the board");
  } else if ((ip & hosts) === 0 || (ip & hosts) >>> 0 === hosts || ip === gateway) {
    draft.source.error([...place, "ip"], "this is the address of the network, of all in it, or of the router");
  }
  // Others take the address, and ask the router for names.
  if (at(draft, ["engine"]) !== "espruino") return;
  for (const url of entries(draft, "broker", "urls")) {
    const host = /^mqtts?:\/\/([^:/]*)/.exec(textAt(draft, url) ?? "")?.[1];
    if (host !== undefined && !isIPv4(host)) {
      draft.source.error(
        url,
        "write the broker's IPv4 address: Espruino cannot be told of a name server where the board has an address of its own",
      );
    }
  }
  draft.source.warning(
    place,
    `Espruino ${DEAF_RELEASE} keeps the address that DHCP gives, and the board then reports "static address not taken"; ` +
      "later builds take it (espruino/Espruino #2753); an address reserved at the router works with every one",
  );
}

function bitsOf(address: string): number {
  return address.split(".").reduce((bits, byte) => bits * 256 + Number(byte), 0);
}
