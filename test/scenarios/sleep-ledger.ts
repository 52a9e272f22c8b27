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

/**
 * Finds for each reading that came the one that was taken.
 * @param toleranceSeconds How far its time may be off
 */
export function settle(taken: readonly Taken[], told: readonly Told[], toleranceSeconds: number): Account {
  const arrived = new Map<Taken, Told>();
  const account: Account = { arrived: 0, repeated: 0, lost: [], wrong: [] };
  for (const each of told) {
    const alike = taken.filter(({ value, at }) => value === each.value && isNear(at, each, toleranceSeconds));
    // One that has no time is the oldest that is not accounted for.
    const found = each.time === undefined ? (alike.find((one) => !arrived.has(one)) ?? alike.at(-1)) : alike[0];
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

function isNear(at: number, { time }: Told, toleranceSeconds: number): boolean {
  return time === undefined || Math.abs(time - at) <= toleranceSeconds;
}
