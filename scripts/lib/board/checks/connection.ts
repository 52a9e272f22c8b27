import { isIPv4 } from "node:net";
import { at, entries, textAt, type Draft } from "../draft";
import { brokerPort, isSecure } from "../facts";
import type { Path } from "../source";
import { checkWifi } from "./wifi";

/** The longest host name that Espruino's sockets take whole, in bytes: 128 with the zero behind it. */
const MAX_HOST_BYTES = 127;
/** MQTT-1.5.3: text in a packet has its length in two bytes. */
export const MAX_MQTT_TEXT_BYTES = 65_535;

/** Checks what Wi-Fi and the broker are reached with. No message holds a value: any of them may be a secret. */
export function checkConnection(draft: Draft): void {
  checkWifi(draft);
  for (const place of entries(draft, "broker", "urls")) checkUrl(draft, place);
  for (const option of ["spread", "attempts", "failBackSeconds"]) {
    if (draft.source.has(["broker", option]) && entries(draft, "broker", "urls").length === 1) {
      draft.source.error(["broker", option], 'means something with several "urls" only; leave it out');
    }
  }
  const kinds = new Set(entries(draft, "broker", "urls").map((place) => isSecure(textAt(draft, place) ?? "")));
  if (at(draft, ["broker", "spread"]) === true && kinds.size > 1) {
    draft.source.error(
      ["broker", "spread"],
      'any of "urls" may be the first of a node: write mqtt:// in front of all of them, or mqtts://',
    );
  }
  if (at(draft, ["broker", "retain"]) === false && at(draft, ["commands"]) !== undefined) {
    draft.source.error(
      ["broker", "retain"],
      'signed commands need retained messages: who gives one learns by that what it has to carry; take out "commands" or this',
    );
  }
  const broker = at(draft, ["broker"]);
  const hasUsername = typeof broker === "object" && broker !== null && Object.hasOwn(broker, "username");
  if (at(draft, ["broker", "password"]) !== undefined && !hasUsername) {
    draft.source.error(["broker", "password"], 'a password needs a "username" beside it [MQTT-3.1.2-22]');
  }
  checkText(draft, ["broker", "username"]);
  checkText(draft, ["broker", "clientId"]);
  const password = textAt(draft, ["broker", "password"]);
  if (password !== undefined && Buffer.byteLength(password) > MAX_MQTT_TEXT_BYTES) {
    draft.source.error(["broker", "password"], `expected at most ${MAX_MQTT_TEXT_BYTES} bytes`);
  }
}

function checkText(draft: Draft, place: Path): void {
  const text = textAt(draft, place);
  if (text === undefined) return;
  const problem = mqttTextProblem(text);
  if (problem !== undefined) draft.source.error(place, problem);
}

/**
 * What the specification says should not stand in a text (MQTT 3.1.1, 1.5.3): control characters and code points that are no
 * characters. Brokers hang up on them, again and again.
 */
const FORBIDDEN_BY_BROKERS = /\p{Cc}|\p{Noncharacter_Code_Point}/u;

/** Why a text cannot stand in an MQTT packet. [MQTT-1.5.3-1], [MQTT-1.5.3-2] */
export function mqttTextProblem(text: string): string | undefined {
  if (/\p{Surrogate}/u.test(text)) return "half of a surrogate pair: not well-formed Unicode [MQTT-1.5.3-1]";
  if (text.includes("\0")) return "holds the character U+0000, which MQTT forbids [MQTT-1.5.3-2]";
  const [forbidden] = FORBIDDEN_BY_BROKERS.exec(text) ?? [];
  if (forbidden !== undefined) {
    const code = (forbidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `holds the character U+${code}, on which brokers hang up (MQTT 3.1.1, 1.5.3); leave it out`;
  }
  if (Buffer.byteLength(text) > MAX_MQTT_TEXT_BYTES) return `expected at most ${MAX_MQTT_TEXT_BYTES} bytes of UTF-8`;
  return undefined;
}

function checkUrl(draft: Draft, place: Path): void {
  const url = textAt(draft, place);
  if (url === undefined) return;
  const problem = urlProblem(url);
  if (problem !== undefined) draft.source.error(place, problem);
  else warnOfPort(draft, place, url);
}

/** What listens on a port mostly. */
const USUAL_PORTS: Readonly<Record<number, "mqtt" | "mqtts" | "WebSocket">> = {
  1883: "mqtt",
  8883: "mqtts",
  8083: "WebSocket",
  8084: "WebSocket",
  9001: "WebSocket",
};

/** Warns of a port that something else listens on mostly: the board would connect for ever, and be hung up on. */
function warnOfPort({ source }: Draft, place: Path, url: string): void {
  const port = brokerPort(url);
  const usual = USUAL_PORTS[port];
  const scheme = isSecure(url) ? "mqtts" : "mqtt";
  if (usual === undefined || usual === scheme) return;
  source.warning(
    place,
    usual === "WebSocket"
      ? `port ${port} is for MQTT over WebSocket mostly, which boards do not speak: take the broker's port for TCP, 1883 or 8883`
      : `port ${port} is for ${usual}:// mostly: write ${usual}://, or the port on which the broker listens ` +
          (scheme === "mqtts" ? "for TLS" : "without TLS"),
  );
}

const FORM = "expected mqtt://host or mqtt://host:port, or mqtts:// for TLS";

/** Neither engine's releases are known to ask by mDNS; their DNS does not know such names. */
export const NO_MDNS =
  "no release of the engine is known to find names that end in .local (mDNS): write the IPv4 address, which the router can keep for it, " +
  "or a name that the router's DNS knows";

function urlProblem(url: string): string | undefined {
  const rest = /^mqtts?:\/\/(.*)$/s.exec(url)?.[1];
  if (rest === undefined) return FORM;
  if (rest.includes("@")) return `${FORM}: put user and password into "username" and "password" beside "urls"`;
  if (/[/?#]/.test(rest)) return `${FORM}, nothing after it: MQTT has no path`;
  const [, host = "", port] = /^([^:]*)(?::(.*))?$/s.exec(rest) ?? [];
  if (host === "") return `${FORM}: the host is missing`;
  if (!/^[A-Za-z0-9_.-]+$/.test(host)) return `${FORM}: a host is a name or an IPv4 address`;
  if (host.length > MAX_HOST_BYTES) return `expected a host of at most ${MAX_HOST_BYTES} bytes, Espruino's limit`;
  if (/^[0-9.]+$/.test(host) && !isIPv4(host)) return `${FORM}: an IPv4 address is four numbers from 0 to 255`;
  if (host.toLowerCase().endsWith(".local")) return NO_MDNS;
  if (!URL.canParse(url)) return `${FORM}: this is no host, or no port`;
  if (port !== undefined && !(/^[0-9]+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return `${FORM}: a port is a number from 1 to 65535`;
  }
  return undefined;
}
