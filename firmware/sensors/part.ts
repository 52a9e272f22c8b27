/** Why a part has no reading. */
export const enum Fault {
  None,
  /** Nothing acknowledged, or the bus stayed as it is when nobody speaks. */
  NoAnswer,
  /** Something else answered. */
  WrongIdentity,
  /** What came does not fit its checksum. */
  BadChecksum,
  /** The part was reset meanwhile, or has not finished. */
  NotReady,
}

/** Memory of fixed size, from index 0, made at boot. */
export interface Values {
  [index: number]: number;
}

/**
 * A part on a bus. It measures by itself for a while, in which nobody waits for it: `begin`, and `measuringMs` later `read`.
 * Each of the three speaks to the part once and returns at once, or at its first failure.
 */
export interface Part {
  /** The longest that a measurement takes, in ms. */
  measuringMs: number;
  /** What `read` found, in the order that the part's file tells; changed by `read` alone. */
  values: Values;
  /** Looks whether it is the part that the board file names, and sets it up. Needed at boot, and again after each fault. */
  configure: () => Fault;
  /** Has the part measure. */
  begin: () => Fault;
  /** Takes over what it measured. */
  read: () => Fault;
}
