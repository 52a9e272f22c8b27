/** What init.lua gets, with no place before it, and knows: it restarts other programs that fail. */
export const halt = (message: string): never => error(message, 0);
