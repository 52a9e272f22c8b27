import { SECRETS_FILE } from "../../program/secrets";
import { checkStored } from "../upload";
import type { EspruinoConsole } from "./console";
import { ALIVE, FILE_BYTES, isThere, PLACE, putFile, STORAGE } from "./files";

/** Where they are until all of them have arrived. */
const NEW_FILE = `${SECRETS_FILE}.new`;

/** How many bytes of Storage are needed for secrets that the chip has not yet; what was left of others is erased. */
export async function secretsNeed(console: EspruinoConsole, secrets: string): Promise<number> {
  await console.evaluate(`(${STORAGE}.erase("${NEW_FILE}"),0)`);
  return (await isThere(console, SECRETS_FILE, secrets)) ? 0 : 2 * (secrets.length + FILE_BYTES);
}

/**
 * Has the chip have these secrets, and no others. They are written beside those that are there, compared, and take their place in one
 * statement.
 * @returns whether the chip had others, or none
 */
export async function putSecrets(console: EspruinoConsole, secrets: string): Promise<boolean> {
  if (await isThere(console, SECRETS_FILE, secrets)) return false;
  await putFile(console, NEW_FILE, secrets);
  const isWritten = await console.evaluate(
    `(${ALIVE},${STORAGE}.write("${SECRETS_FILE}",${STORAGE}.read("${NEW_FILE}"))&&(${STORAGE}.erase("${NEW_FILE}"),true))`,
  );
  checkStored(isWritten === true, PLACE, SECRETS_FILE);
  return true;
}
