import type { Storage } from "../../engine/engine";

/**
 * A short text that outlives a reboot, and the loss of power in the middle of writing it. It stands in two files that are
 * written in turn, so that one of them is whole at any time; a check tells which. Their contents:
 *
 *   check, space, generation, space, text
 */
export interface StoredRecord {
  storage: Storage;
  /** The files are named so, with a 0 and a 1 behind it. */
  name: string;
  /** How often the record was written; 0 where it never was. Even ones stand in file 0. */
  generation: number;
}

/** The largest prime below 2^24: a step of the check then fits 31 bits, whatever integers the engine has. */
const MODULUS = 16777213;

/** A number that a text changed in part has only by chance, once in 16 million times. */
export function checkOf(text: string): number {
  let check = text.length;
  for (let i = 0; i < text.length; i++) {
    check = (check * 31 + text.charCodeAt(i)) % MODULUS;
  }
  return check;
}

/**
 * Reads a record.
 * @param loaded Called with its text, unless none was ever written whole. A byte string.
 */
export function openRecord(storage: Storage, name: string, loaded: (text: string) => void): StoredRecord {
  const record = { storage, name, generation: 0 };
  let newest = "";
  for (let i = 0; i < 2; i++) {
    const file = storage.read(name + i);
    if (file !== undefined) {
      const at = file.indexOf(" ");
      const rest = file.substring(at + 1);
      const generation = parseInt(rest);
      if (file.substring(0, at) === "" + checkOf(rest) && generation > record.generation) {
        record.generation = generation;
        newest = rest;
      }
    }
  }
  if (record.generation > 0) {
    loaded(newest.substring(newest.indexOf(" ") + 1));
  }
  return record;
}

/**
 * Writes a record over the older of its two files. Flash memory wears: call it seldom.
 * @returns false when it could not be written; what stood before is still there.
 */
export function saveRecord(record: StoredRecord, text: string): boolean {
  const generation = record.generation + 1;
  const rest = generation + " " + text;
  const file = checkOf(rest) + " " + rest;
  const name = record.name + (generation % 2);
  const isSaved = record.storage.write(name, file) && record.storage.read(name) === file;
  if (isSaved) {
    record.generation = generation;
  }
  return isSaved;
}
