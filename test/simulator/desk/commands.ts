import { UserError } from "../../../scripts/lib/user-error";

/** Makes a signed command of one, for a nonce that the board published. @throws Error for what is never signed */
export type Sign = (topic: string, nonce: string, command: string) => string;

/** @throws UserError where it cannot be signed */
export function commandPayload(sign: Sign | undefined, topic: string, nonce: string | undefined, command: string): string {
  if (sign === undefined) throw new UserError("this board obeys signed commands only, and its key is not here");
  if (nonce === undefined) throw new UserError("the board has published no nonce yet: wait until it is online");
  try {
    return sign(topic, nonce, command);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}
