import { createHash, createHmac } from "node:crypto";
import { formOf } from "../broker/sign-command";

/** As firmware/app/update/wire.ts says, which is where the form is written down. */

const MAC_BYTES = 18;
const PART_MAC_BYTES = 12;
const ID_CHARACTERS = 8;
const VERSION_CHARACTERS = 40;
/** More than any chip's flash holds, and what a signed number of 32 bits holds. */
const MOST = 2 ** 31 - 1;

/** A program as its file is stored on the chip. */
export interface Image {
  readonly bytes: Buffer;
  /** SHA-256 of the bytes in base64, 44 characters. */
  readonly sha: string;
  /** What parts and answers name the program by: the first 8 characters of `sha`. */
  readonly id: string;
}

export function imageOf(bytes: Buffer): Image {
  const sha = createHash("sha256").update(bytes).digest("base64");
  return { bytes, sha, id: sha.slice(0, ID_CHARACTERS) };
}

/** What a nonce is where there is none: of an offer that stays on the broker. Then the counter alone tells that it is not an old one. */
export const NO_NONCE = "-";

/** What is offered to a node, and what may be read of it by everybody. */
export interface Offer {
  /** The board's name. */
  name: string;
  engine: string;
  chip: string;
  /** Higher than that of each program before; below 2^31. */
  counter: number;
  image: Image;
  /** What the node published last on its nonce topic, or `NO_NONCE`. */
  nonce: string;
  /** Whether the node takes it when it hears of it, or when it is told `install`. */
  when: "now" | "ask";
  /** Whether a program that came back may be taken again. */
  isAgain: boolean;
  /** As in the node's reports, such as 0.1.0+1a2b3c4d: at most 40 characters. */
  version: string;
  /** For people: at most 120 characters of ASCII without `"` and `\`; may be empty. */
  text: string;
}

/** Why a text is none that an offer may have; undefined where it is one. */
export function releaseTextProblem(text: string): string | undefined {
  if (text.length > 120) return `is ${text.length} characters long, and 120 fit`;
  return /^[ !#-[\]-~]*$/.test(text) ? undefined : 'has other characters than those of ASCII without " and \\';
}

/**
 * `offer 1 NAME ENGINE CHIP COUNTER SIZE SHA NONCE FLAGS VERSION MAC TEXT`. Where there is no text it ends in the space before it.
 * @throws Error for what does not have the form: a signature is given for nothing else
 */
export function signOffer(key: string, offer: Offer): string {
  const { name, engine, chip, counter, image, nonce, when, isAgain, version, text } = offer;
  for (const word of [name, engine, chip, version]) {
    if (!/^[!-~]+$/.test(word)) throw new Error(`"${word}" is no word of an offer`);
  }
  if (version.length > VERSION_CHARACTERS) throw new Error(`"${version}" is too long for a version`);
  checkNumber("a counter", counter, 1);
  checkNumber("a size", image.bytes.length, 1);
  if (nonce !== NO_NONCE) checkNonce(nonce);
  const problem = releaseTextProblem(text);
  if (problem !== undefined) throw new Error(`the release text ${problem}`);
  const flags = isAgain ? `${when}+again` : when;
  const head = [1, name, engine, chip, counter, image.bytes.length, image.sha, nonce, flags, version].join(" ");
  return `offer ${head} ${mac(key, `mote 1 offer ${head} ${text}`, MAC_BYTES)} ${text}`;
}

/**
 * `part ID OFFSET MAC BYTES`
 * @param offset Of the first byte, in the program
 * @param length How many there are. @throws RangeError where the program has not so many
 */
export function signPart(key: string, { bytes, sha, id }: Image, offset: number, length: number): Buffer {
  if (!(offset >= 0 && length > 0 && offset + length <= bytes.length)) throw new RangeError("no part of the program");
  const part = bytes.subarray(offset, offset + length);
  const signed = Buffer.concat([Buffer.from(`mote 1 part ${sha} ${offset} `), part]);
  return Buffer.concat([Buffer.from(`part ${id} ${offset} ${mac(key, signed, PART_MAC_BYTES)} `), part]);
}

/**
 * `back COUNTER NONCE MAC`: return to the program before.
 * @param counter Of the program that runs; 0 where it came over the cable. @param nonce What the node published last
 * @param topic Where it published that: another node takes it for none of its own
 */
export function signBack(key: string, counter: number, nonce: string, topic: string): string {
  checkNumber("a counter", counter, 0);
  checkNonce(nonce);
  const order = `${counter} ${nonce}`;
  return `back ${order} ${mac(key, `mote 1 back ${order} ${topic}`, MAC_BYTES)}`;
}

function checkNumber(what: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value > MOST)
    throw new Error(`${what} is a whole number below 2^31`);
}

function checkNonce(nonce: string): void {
  if (formOf(nonce) !== 2) throw new Error("what is no nonce of form 2 is not signed");
}

function mac(key: string, text: string | Buffer, bytes: number): string {
  return createHmac("sha256", key).update(text).digest().subarray(0, bytes).toString("base64");
}
