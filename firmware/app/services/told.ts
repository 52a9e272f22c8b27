import type { Storage } from "../../engine/engine";
import { field, remainingLength } from "../../mqtt/packet";
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
  head: string;
  /** The same of programs that kept no list, where they may have told of this board; else "". */
  formerHead: string;
}

export interface Told {
  client: Client;
  storage: Storage;
  telling: Telling;
  /** What was told before, from the first line feed on; "" where all of it is true, or was taken away. */
  old: string;
  /** Where the line stands in it that is looked at next. */
  at: number;
  /** Whether all that is told now has been acknowledged, and it is the turn of what goes only then. */
  isAfter: boolean;
  /** How often the message that is next found no room. */
  refusals: number;
}

const FILE = "told";
const HASH_LENGTH = 8;
/** So often a message is tried that finds no room: some five seconds. It may be larger than the transmit capacity. */
const MOST_REFUSALS = 200;
const MIGRATE = '{"migrate_discovery":true}';

/** Made once, at boot. */
export function createTold(client: Client, storage: Storage, telling: Telling): Told {
  let old = "";
  const file = storage.read(FILE) ?? "";
  if (file.substr(0, HASH_LENGTH) !== telling.hash) {
    const at = file.indexOf("\n");
    old = at < 0 && telling.formerHead.length > 0 ? telling.lines() + telling.formerHead : "\n";
    if (at >= HASH_LENGTH && file.substring(HASH_LENGTH, at) === "" + checkOf(file.substring(at))) {
      old = file.substring(at);
    }
  }
  return { client, storage, telling, old, at: 1, isAfter: false, refusals: 0 };
}

/** Begins again, on a new connection. */
export function beginFarewells(told: Told): void {
  told.at = 1;
  told.isAfter = false;
  told.refusals = 0;
}

/**
 * Sends what is due in front of all that is told now, or behind it, as far as there is room; to be called until it returns true.
 *
 * An entity that changed from one form to the other is migrated: unloaded there, so that it keeps what people made of it, then told
 * anew, and last its old message goes. What is told under another object identifier or prefix goes before it, so that names are free.
 */
export function bidFarewell(told: Told): boolean {
  const old = told.old;
  if (told.at >= old.length) {
    return true;
  }
  const headAt = old.indexOf("\n ") + 2;
  const space = old.indexOf(" ", headAt);
  const objectId = old.substring(headAt + 1, space);
  const prefix = old.substring(space + 1, old.length - 1) + "/";
  const isDevice = old.charAt(headAt) === "d";
  const isSame = old.substring(headAt + 1) === told.telling.head.substr(2);
  const isMigrated = isSame && old.charAt(headAt) !== told.telling.head.charAt(1);
  while (told.at < old.length) {
    const end = old.indexOf("\n", told.at);
    const line = old.substring(told.at, end);
    const at = line.indexOf(" ");
    const platform = line.substring(at + 1);
    let payload = "";
    let isDue: boolean;
    let topic = prefix + "device/" + objectId;
    if (at > 0) {
      const isGone = told.telling.lines().indexOf("\n" + line + "\n") < 0;
      isDue = isGone && !told.isAfter;
      if (!isDevice) {
        topic = prefix + platform + "/" + objectId + "_" + line.substring(0, at);
        isDue = told.isAfter ? isMigrated && !isGone : isGone || !isSame || isMigrated;
        payload = isMigrated && !isGone && !told.isAfter ? MIGRATE : "";
      } else if (isSame) {
        payload =
          '{"dev":{"ids":["' +
          objectId +
          '"]},"o":{"name":"mote"},"cmps":{"' +
          line.substring(0, at) +
          '":{"p":"' +
          platform +
          '"}}}';
      } else {
        isDue = false;
      }
    } else {
      isDue = isDevice && (isMigrated || (!isSame && !told.isAfter));
      payload = isMigrated && !told.isAfter ? MIGRATE : "";
    }
    if (isDue && !publish(told.client, topic + "/config", payload) && ++told.refusals < MOST_REFUSALS) {
      return false;
    }
    told.refusals = 0;
    told.at = end + 1;
  }
  return true;
}

/** An empty message takes a retained one away; nothing else that is said here is to be retained. [MQTT-3.3.1-10] */
function publish(client: Client, topic: string, payload: string): boolean {
  const body = field(topic) + payload;
  const firstByte = payload.length > 0 || client.retains === false ? "\x30" : "\x31";
  return transmit(client, firstByte + remainingLength(body.length) + body);
}

/**
 * All that is told now has been acknowledged, or what goes behind it was sent.
 * @returns whether nothing else has to follow
 */
export function endFarewells(told: Told): boolean {
  if (told.old.length === 0) {
    return true;
  }
  if (!told.isAfter) {
    told.isAfter = true;
    told.at = 1;
    return false;
  }
  const text = told.telling.lines() + told.telling.head;
  // Where it cannot be written it is all said again after the next boot, which does no harm.
  told.storage.write(FILE, told.telling.hash + checkOf(text) + text);
  told.old = "";
  told.isAfter = false;
  return true;
}
