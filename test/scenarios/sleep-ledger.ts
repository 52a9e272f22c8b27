/** A reading, as its part gave it. */
export interface Taken {
  /** Seconds since 1970, as the world has them. */
  at: number;
  value: number;
}

/** One that came on a topic of kept readings. */
export interface Told {
  value: number;
  /** Left out for one from before a loss of power. */
  time?: number;
}

/** What became of the readings of a node. */
export interface Account {
  /** How many arrived, each counted once. */
  arrived: number;
  /** Those that came again with the time that they had the first time, as QoS 1 may have it. */
  repeated: number;
  lost: Taken[];
  /** Those that were never taken, came again with another time, or with a time at which they were not taken. */
  wrong: Told[];
}

/** Much less than it takes for a value to come again. */
const LONGEST_SILENCE_SECONDS = 43_200;

/**
 * Finds for each reading that came the one that was taken.
 * @param toleranceSeconds How far its time may be off
 */
export function settle(taken: readonly Taken[], told: readonly Told[], toleranceSeconds: number): Account {
  const arrived = new Map<Taken, Told>();
  const account: Account = { arrived: 0, repeated: 0, lost: [], wrong: [] };
  let lastAt = taken[0]?.at ?? 0;
  for (const each of told) {
    const alike = taken.filter(({ value, at }) => value === each.value && isNear(at, each, toleranceSeconds));
    // One that has no time follows on the one before it, or is told again; the same value came days ago as well.
    const found =
      each.time === undefined
        ? (alike.find((one) => !arrived.has(one) && one.at >= lastAt && one.at < lastAt + LONGEST_SILENCE_SECONDS) ??
          nearest(alike, lastAt))
        : alike[0];
    lastAt = found?.at ?? lastAt;
    const before = found && arrived.get(found);
    if (found === undefined) account.wrong.push(each);
    else if (before === undefined) arrived.set(found, each);
    else if (before.time === each.time) account.repeated++;
    else account.wrong.push(each);
  }
  account.arrived = arrived.size;
  account.lost = taken.filter((each) => !arrived.has(each));
  return account;
}

function nearest(alike: readonly Taken[], at: number): Taken | undefined {
  return [...alike].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
}

function isNear(at: number, { time }: Told, toleranceSeconds: number): boolean {
  return time === undefined || Math.abs(time - at) <= toleranceSeconds;
}
