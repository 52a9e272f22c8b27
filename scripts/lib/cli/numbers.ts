import { InvalidArgumentError, Option } from "commander";

/** Reads the number of an option, as commander wants it. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(`A whole number from ${from} to ${to} is expected.`);
    }
    return value;
  };
}

/** A number of seconds, with or without a fraction. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0) throw new InvalidArgumentError("A number of seconds is expected.");
  return value;
}

/**
 * The `--port` of what listens on this computer, by the one rule for all of them: the usual one, which moves on where another program has
 * it; or the one that is named, which does not.
 */
export function ownPortOption(what: string, usual: number): Option {
  return new Option("-p, --port <port>", `port of ${what} (${usual}, or one that is free, unless given)`).argParser(
    wholeNumber(1, 65_535),
  );
}
