/**
 * New programs over the air: what the node and who updates it say to each other. Texts are ASCII, base64 is that of RFC 4648 §4, and
 * HMAC is HMAC-SHA256 with the board's signing key (app/commands/signed-commands.ts), whose other uses begin otherwise.
 *
 * To the node, on its topic `update`; fields have one space between them:
 *
 *   offer    offer 1 NAME ENGINE CHIP COUNTER SIZE SHA NONCE FLAGS VERSION MAC TEXT     may be retained; nothing else may
 *     NAME     the board's; ENGINE espruino or nodemcu; CHIP such as esp32
 *     COUNTER  1 … 2^31-1, in decimal digits: higher than that of any offer before
 *     SIZE     of the program in bytes; SHA: 44 characters of base64, the SHA-256 of it, as it is stored
 *     NONCE    what the node published last on its topic `nonce`, or "-" where the counter alone makes it new
 *     FLAGS    "now", or "ask": it waits for `install`; with "+again" behind where the program may be taken although it came back before
 *     VERSION  as reports have it, such as 0.1.0+1a2b3c4d: at most 40 characters
 *     TEXT     for people: at most 120 characters, " " to "~" without " and \, or none (the space in front stays)
 *     MAC      the first 18 bytes, in base64, of HMAC("mote 1 offer " + what stands behind "offer " and in front of the MAC + TEXT)
 *              which is "mote 1 offer 1 NAME … VERSION TEXT", with one space before TEXT also where that is empty
 *   part     part ID OFFSET MAC BYTES: what was wanted, as many bytes as were asked for, raw
 *     ID       the first 8 characters of SHA
 *     MAC      the first 12 bytes, in base64, of HMAC("mote 1 part " + SHA + " " + OFFSET + " " + BYTES)
 *   install  goes on with an offer that waits
 *   back     back COUNTER NONCE MAC: return to the program in the other slot, which was confirmed once
 *     COUNTER  that of the program that runs, 0 where it came over the cable; NONCE must be the current one
 *     MAC      the first 18 bytes, in base64, of HMAC("mote 1 back " + COUNTER + " " + NONCE + " " + topic of NONCE)
 *
 * From the node, on its topic `want`, QoS 0 and not retained:
 *
 *   want       want ID OFFSET LENGTH: one part at a time; asked for again after 5 s, and ever more seldom, down to once a minute
 *   refused    refused ID REASON: name, engine, chip, counter N (the highest so far), size, room N (bytes that a program may have),
 *              signature, nonce, came back, busy, storage, or hash (the whole is not what was signed; it is begun anew).
 *              For `back`, which has no SHA, ID is "back", and "nothing" is a reason: there is no program to return to
 *   trial      trial ID: the new program is online for the first time in this boot
 *   confirmed  confirmed ID: it stays
 *   came back  came back ID WHY: the old program runs again. WHY: failed (it threw, hung or ran out of memory at each try), not confirmed
 *              (it was not online for a minute in ten), or left (by `back`)
 *
 * On its topic `updateState`, retained, what Home Assistant's MQTT update entity knows: installed_version, latest_version, in_progress,
 * update_percentage, release_summary.
 */

/** Field number `index` of a text with a space between fields; "" where there are not so many. */
export function wordOf(text: string, index: number): string {
  let start = 0;
  for (let i = 0; i < index; i++) {
    const space = text.indexOf(" ", start);
    if (space < 0) {
      return "";
    }
    start = space + 1;
  }
  const end = text.indexOf(" ", start);
  return end < 0 ? text.substring(start) : text.substring(start, end);
}

/** Whether a text is of printable ASCII characters that need no escaping in JSON. */
export function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code > 126 || code === 34 || code === 92) {
      return false;
    }
  }
  return true;
}
