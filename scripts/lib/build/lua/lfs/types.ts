/** The types of Lua 5.1's values, by their tags. */
export const TYPE = { nil: 0, boolean: 1, number: 3, string: 4 } as const;
