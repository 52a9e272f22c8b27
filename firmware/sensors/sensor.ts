/** What measures one quantity at once. Sampling never blocks and never throws. */
export interface Sensor {
  /** Takes a reading in the sensor's unit; NaN when there is none. */
  sample(): number;
  /** Calls `changed` when there is a new reading between two periods; only sensors that notice by themselves have it. */
  watch?(changed: () => void): void;
}

/** Why a part gave no reading. */
export const enum Fault {
  None,
  /** Nothing acknowledged, or there was no presence pulse. */
  NoAnswer,
  /** What answered is another kind of part. */
  WrongIdentity,
  /** What arrived is not what was sent. */
  BadChecksum,
  /** It answers, and says that it cannot measure. */
  NotReady,
}

/**
 * A part that needs time to measure, may fail, and may give several quantities at once. Nothing in it waits: a measurement is
 * begun, and read when its time has passed. None of its functions throws.
 */
export interface Part {
  /** How long a measurement takes, in milliseconds. */
  measuringMs: number;
  /** The last measurement, a value for each quantity in its unit; made once, written in place by `read`. */
  values: number[];
  /** Finds out whether it is there and what it claims to be, and sets it up. Before the first measurement, and after a fault. */
  configure(): Fault;
  /** Has it begin a measurement. */
  begin(): Fault;
  /** Fetches a measurement that was begun `measuringMs` ago or earlier into `values`; with a fault they do not count. */
  read(): Fault;
}
