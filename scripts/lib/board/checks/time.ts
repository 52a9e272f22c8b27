import { isIPv4 } from "node:net";
import { didYouMean } from "../../cli/did-you-mean";
import { isZone } from "../../program/zone";
import { at, textAt, type Draft } from "../draft";
import { NO_MDNS } from "./connection";

const MAX_HOST_BYTES = 127;

/** Checks where the time comes from, and what is made of it. */
export function checkTime(draft: Draft): void {
  checkServer(draft);
  const zone = textAt(draft, ["time", "zone"]);
  if (zone === undefined || isZone(zone)) return;
  const known = didYouMean(zone, Intl.supportedValuesOf("timeZone"));
  draft.source.error(["time", "zone"], `expected a name of the time zone database, such as "Europe/Berlin"${known}`);
}

function checkServer(draft: Draft): void {
  const place = ["time", "server"];
  const server = textAt(draft, place);
  if (server === undefined) return;
  const written = draft.source.shown(place, server);
  if (written.includes("${") && !/^\$\{\w+\}$/.test(written)) {
    // Whoever wrote the board file may be who answers for the name.
    draft.source.error(
      place,
      'a "${NAME}" stands here alone: as a part of a name it would be told to whoever answers for that',
    );
    return;
  }
  const looksLikeAddress = /^[0-9.]+$/.test(server);
  if (!/^[A-Za-z0-9.-]+$/.test(server) || server.length > MAX_HOST_BYTES || (looksLikeAddress && !isIPv4(server))) {
    draft.source.error(place, 'expected a name or an IPv4 address, such as "pool.ntp.org"');
  } else if (server.toLowerCase().endsWith(".local")) {
    draft.source.error(place, NO_MDNS);
  } else if (
    !looksLikeAddress &&
    at(draft, ["engine"]) === "espruino" &&
    at(draft, ["wifi", "address"]) !== undefined
  ) {
    draft.source.error(
      place,
      "write the server's IPv4 address: Espruino cannot be told of a name server where the board has an address of its own",
    );
  }
}
