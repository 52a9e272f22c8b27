import type { Storage } from "../../engine/engine";
import type { Client } from "../../mqtt/record";
import { transmit } from "../../mqtt/transmission";
import { checkOf } from "../kept/record";

/**
 * What Home Assistant was told by programs before this one and is not true any more: it keeps an entity until it is told that there is
 * none. So the chip keeps a list of what it told, in one file, written once for each program that tells something else:
 *
 *   hash, check, line feed, a line `id platform` for each entity, a line ` <form><object id> <prefix>`
 *
 * The form is "d" for one message of the whole device, and "c" for one message for each component. A file that was cut off while it was
 * written is none: then nothing is taken away.
 *
 * Messages of farewell leave at QoS 0, in front of the constant ones on the same connection: once the broker has acknowledged those, it
 * has had these. Each has a packet of its own, so that none is larger than a few names.
 */
export interface Telling {
  /** Of what follows, `HASH_LENGTH` characters. */
  hash: string;
  /** The lines of the entities, with a line feed in front and behind. */
  lines: () => string;
  /** The last line, with a space in front and a line feed behind. */
  head: () => string;
  /** The list of programs that kept none, where they may have told of this board; else a line feed. */
  former: string;
  /** The transmit capacity. */
  transmitBytes: number;
}

export interface Told {
  /** What was told before, from the first line feed on; "" where all of it is true. */
  old: string;
  /** Where the line stands in it that is looked at next. */
  at: number;
  /** Whether all that is told now has been acknowledged, and it is the turn of what goes only then. */
  isAfter: boolean;
}

const FILE = "told";
const HASH_LENGTH = 8;
const MIGRATE = '{"migrate_discovery":true}';

/** Reads the list, at boot. */
export function readTold(storage: Storage, telling: Telling): Told {
  let old = "";
  const file = storage.read(FILE) ?? "";
  if (file.substr(0, HASH_LENGTH) !== telling.hash) {
    const at = file.indexOf("\n");
    old = at < 0 ? telling.former : "\n";
    if (at >= HASH_LENGTH && file.substring(HASH_LENGTH, at) === "" + checkOf(file.substring(at))) {
      old = file.substring(at);
    }
  }
  return { old, at: 1, isAfter: false };
}

/** Begins again, on a new connection. */
export function beginFarewells(told: Told): void {
  told.at = 1;
  told.isAfter = false;
}

/**
 * Goes through the lines of the list and says what is to be said of each, as far as there is room: in front of all that is told now, and once
 * that is acknowledged, behind it. To be called until it returns true.
 *
 * An entity that changed from one form to the other is migrated: unloaded there, so that it keeps what people made of it, then told
 * anew, and last its old message goes. What is told under another object identifier or prefix goes before it, so that names are free.
 */
export function sayFarewells(told: Told, client: Client, storage: Storage, telling: Telling): boolean {
  const old = told.old;
  if (old.length === 0) {
    return true;
  }
  const head = telling.head();
  const headAt = old.indexOf("\n ") + 2;
  const space = old.indexOf(" ", headAt);
  const objectId = old.substring(headAt + 1, space);
  const prefix = old.substring(space + 1, old.length - 1) + "/";
  const isDevice = old.charAt(headAt) === "d";
  const isSame = old.substring(headAt + 1) === head.substr(2);
  const isMigrated = isSame && old.charAt(headAt) !== head.charAt(1);
  while (told.at < old.length) {
    // Each line has an end, unless the flash memory lies.
    const end = Math.max(old.indexOf("\n", told.at), told.at);
    const line = old.substring(told.at, end);
    const at = line.indexOf(" ");
    const id = line.substring(0, at);
    const platform = line.substring(at + 1);
    let payload = "";
    let topic = prefix + "device/" + objectId;
    let isDue = isDevice && (isMigrated || (!isSame && !told.isAfter));
    // Not the last line, which is of the whole device.
    if (at > 0) {
      const lines = telling.lines();
      const found = lines.indexOf("\n" + line + "\n");
      // Espruino also finds what only begins where the text ends.
      const isGone = found < 0 || found + line.length + 2 > lines.length;
      if (isDevice) {
        isDue = isSame && isGone && !told.isAfter;
        payload =
          '{"dev":{"ids":["' + objectId + '"]},"o":{"name":"mote"},"cmps":{"' + id + '":{"p":"' + platform + '"}}}';
      } else {
        topic = prefix + platform + "/" + objectId + "_" + id;
        isDue = told.isAfter ? isMigrated && !isGone : isGone || !isSame || isMigrated;
        payload = isMigrated && !isGone && !told.isAfter ? MIGRATE : "";
      }
    } else if (isMigrated && !told.isAfter) {
      payload = MIGRATE;
    }
    if (isDue) {
      topic += "/config";
      const length = topic.length;
      const body = String.fromCharCode(length >>> 8, length & 255) + topic + payload;
      // An empty message takes a retained one away; nothing else that is said here is to be retained. [MQTT-3.3.1-10]
      const firstByte = payload.length > 0 || client.retains === false ? "\x30" : "\x31";
      const rest = body.length;
      // The remaining length, of which two bytes are enough. §2.2.3
      const lengthBytes = rest < 128 ? String.fromCharCode(rest) : String.fromCharCode((rest & 127) | 128, rest >>> 7);
      const packet = firstByte + lengthBytes + body;
      // What never fits is left out, and stays.
      if (packet.length <= telling.transmitBytes && !transmit(client, packet)) {
        return false;
      }
    }
    told.at = end + 1;
  }
  if (told.isAfter) {
    saveTold(storage, telling.hash, telling.lines() + head);
    told.old = "";
    told.isAfter = false;
  }
  return true;
}

/** Where it cannot be written it is all said again after the next boot, which does no harm. */
function saveTold(storage: Storage, hash: string, text: string): void {
  storage.write(FILE, hash + checkOf(text) + text);
}

/** All that is told now has been acknowledged. @returns whether nothing has to follow; else `sayFarewells` goes on behind it */
export function isAllSaid(told: Told): boolean {
  const isAll = told.old.length === 0;
  if (!isAll) {
    told.isAfter = true;
    told.at = 1;
  }
  return isAll;
}
