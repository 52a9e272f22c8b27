/** A message of Lua says itself where it was thrown. */
export const stackOf = (): string => "";

/** Throws, with a message for people. Level 2 is who called the function that calls this one: there the mistake is. */
export const fail = (message: string): never => error(message, 3);
