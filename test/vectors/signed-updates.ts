import { createHmac } from "node:crypto";

/**
 * What a node takes for signed, written once more by what firmware/app/update/wire.ts says of its form, and without any check of what
 * is signed: so an attacker signs too.
 */

function mac(key: string, text: string, bytes: number): string {
  return createHmac("sha256", key)
    .update(text, "latin1")
    .digest("base64")
    .slice(0, (bytes / 3) * 4);
}

/** @param head From the form's number to the version */
export function signedOffer(key: string, head: string, text: string): string {
  return `offer ${head} ${mac(key, `mote 1 offer ${head} ${text}`, 18)} ${text}`;
}

/** @param bytes A byte string. @returns a byte string */
export function signedPart(key: string, sha: string, offset: number | string, bytes: string): string {
  return `part ${sha.slice(0, 8)} ${offset} ${mac(key, `mote 1 part ${sha} ${offset} ${bytes}`, 12)} ${bytes}`;
}

/** @param topic Of the nonces */
export function signedBack(key: string, counter: number | string, nonce: string, topic: string): string {
  return `back ${counter} ${nonce} ${mac(key, `mote 1 back ${counter} ${nonce} ${topic}`, 18)}`;
}
