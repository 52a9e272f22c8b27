/** What filters with a memory of values are asked for. */
export interface SendConfig {
  /**
   * After how many values one goes on.
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendEvery: number;
  /**
   * After how many values the first one goes on; at most sendEvery.
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendFirstAt: number;
}

export interface WindowConfig extends SendConfig {
  /**
   * How many of the last values count.
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  windowSize: number;
}

export function sendProblem({ sendEvery, sendFirstAt }: SendConfig): string | undefined {
  return sendFirstAt > sendEvery ? `"sendFirstAt" (${sendFirstAt}) is at most "sendEvery" (${sendEvery})` : undefined;
}

export function sendSilence(seconds: number | undefined, { sendEvery }: SendConfig): number | undefined {
  return seconds === undefined ? undefined : seconds * sendEvery;
}
