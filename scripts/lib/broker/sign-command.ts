import { createHmac } from "node:crypto";

/** As firmware/app/commands/signed-commands.ts says. */
const MAC_BYTES = 18;

/**
 * A command as a node with signed commands obeys it, once.
 * @param topic The command topic, without wildcards.
 * @param nonce What the node published last on its nonce topic.
 */
export function signCommand(key: string, topic: string, nonce: string, command: string): string {
  const mac = createHmac("sha256", key).update(`${nonce}\n${topic}\n${command}`).digest().subarray(0, MAC_BYTES);
  return `${command} ${nonce} ${mac.toString("base64")}`;
}
