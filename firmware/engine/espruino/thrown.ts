/** Where something was thrown: each line with a line break before it, or nothing. What was thrown need not be an error. */
export const stackOf = (thrown: unknown): string => {
  const error = thrown as { stack?: string } | undefined;
  return error && error.stack ? "\n" + error.stack : "";
};

/** Throws, with a message for people. */
export const fail = (message: string): never => {
  throw new Error(message);
};
