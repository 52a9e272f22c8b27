import { createHmac } from "node:crypto";

/**
 * Signed commands, written once more by what firmware/app/commands/signed-commands.ts says of their form, and without any check of what
 * is signed: so an attacker signs too, and a sender who takes anything for a nonce or a command.
 */

/** What is signed with, unless a test says otherwise. */
export const CHALLENGE = "u7Rk2LmA";

function mac(key: string, text: string, bytes: number): string {
  return createHmac("sha256", key).update(text, "utf8").digest().subarray(0, bytes).toString("base64");
}

/** With its length in bytes in front. */
function part(text: string): string {
  return `${Buffer.from(text, "utf8").length}:${text} `;
}

/** What only who has the key can tell of a nonce. */
export function badgeOf(key: string, nonce: string): string {
  return mac(key, `mote 2 badge ${part(nonce)}`, 6);
}

/** A payload in form 2. */
export function signedCommand(
  key: string,
  topic: string,
  nonce: string,
  command: string,
  challenge = CHALLENGE,
): string {
  const parts = [nonce, challenge, topic, command].map(part).join("");
  return `${command} ${nonce} ${badgeOf(key, nonce)} ${challenge} ${mac(key, `mote 2 command ${parts}`, 18)}`;
}

/** What a node answers to it. @param outcome such as "obeyed ON" */
export function signedAnswer(
  key: string,
  topic: string,
  nonce: string,
  command: string,
  outcome: string,
  challenge = CHALLENGE,
): string {
  const parts = [nonce, challenge, topic, command, outcome].map(part).join("");
  return `${nonce} ${challenge} ${outcome} ${mac(key, `mote 2 answer ${parts}`, 18)}`;
}

/** A payload in form 1, which could be read in two ways. */
export function signedInForm1(key: string, topic: string, nonce: string, command: string): string {
  return `${command} ${nonce} ${mac(key, `${nonce}\n${topic}\n${command}`, 18)}`;
}
