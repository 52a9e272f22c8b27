/** Leaves the line time to leave. */
const TELLING_MS = 1_000;

/** Whatever it has started runs no more, and the console can be used. On trial the other program gets its turn again. */
export const halt = (message: string): never => {
  clearInterval();
  if (global.MOTE_TRIAL !== undefined) {
    setTimeout(E.reboot, TELLING_MS);
  }
  throw new Error(message);
};
