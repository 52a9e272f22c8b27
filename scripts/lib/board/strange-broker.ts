import { brokerAddress } from "./facts";
import type { NamedValues } from "./secrets";
import type { Use } from "./draft";

/** Why commands keep away from brokers, by URL. */
export type StrangeBrokers = ReadonlyMap<string, string>;

/**
 * The brokers that no command may connect to yet. A board file may come from anywhere, and whoever wrote it may have named a broker of
 * their own in it. There what stands in .env would go: user name and password, and what is in topics. So where a board file uses
 * such values, they have to be the user's and not the example's, and so has its broker: it is named in .env, whether the board file
 * takes the name from there or not.
 * @param uses Of the board file, as far as the command needs them
 */
export function strangeBrokers(urls: readonly string[], uses: readonly Use[], values: NamedValues): StrangeBrokers {
  const strangers = urls.filter((url) => !isUsers(url, values));
  const why = reason(uses, values);
  return new Map(why === undefined ? [] : strangers.map((url) => [url, why]));
}

/** Whether the user names this host: by itself, with its port, or as a URL. */
function isUsers(url: string, values: NamedValues): boolean {
  const { hostname, host } = new URL(url);
  return [hostname, host, brokerAddress(url), url].some((name) => values.isGiven(name));
}

function reason(uses: readonly Use[], values: NamedValues): string | undefined {
  const names = (list: readonly Use[]): string => [...new Set(list.map(({ name }) => name))].join(", ");
  // Wi-Fi's are for the chip, and sent nowhere.
  const sent = uses.filter(({ path }) => path[0] !== "wifi");
  if (sent.length > 0) {
    return (
      `the board file itself says where this broker is, which would be sent the values of ${names(sent)}; ` +
      "where it is yours, put its host into .env, under any name: BROKER=…"
    );
  }
  const examples = uses.filter(({ name }) => values.isExample(name));
  return examples.length === 0
    ? undefined
    : `the board file itself says where this broker is; put your own values of ${names(examples)} into .env first`;
}
