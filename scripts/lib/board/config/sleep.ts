import type { Id } from "./names";

/**
 * Has the chip sleep deeply between its readings, for nodes on a battery. Each wake is a boot: the node measures once, connects,
 * publishes, listens for a moment, says `asleep` on its status topic and sleeps again. Give `everySeconds`, `wakeBy`, or where the
 * engine can, both.
 */
export interface SleepConfig {
  /**
   * From one wake to the next, in seconds. Left out, only `wakeBy` wakes it.
   * @asType integer
   * @minimum 10
   * @maximum 86400
   */
  everySeconds?: number;
  /** The id of a sensor of type "digital", such as a contact or a motion detector, whose change wakes it. */
  wakeBy?: Id;
  /**
   * It connects at each so many-th wake; at those between it measures without Wi-Fi and keeps what it measured, which is then published
   * on <topic>/history, below the topic of each value, with the time at which it was. Above 1 it needs `time`.
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  connectEvery: number;
  /**
   * How long it hears commands and offers of programs when its own messages are delivered, in seconds. A command makes it listen once
   * more so long.
   * @asType integer
   * @minimum 0
   * @maximum 60
   */
  listenSeconds: number;
  /**
   * How long it stays awake at the most where Wi-Fi or the broker does not answer, in seconds.
   * @asType integer
   * @minimum 10
   * @maximum 300
   */
  awakeSeconds: number;
  /**
   * The battery's capacity in mAh, by which `npm run build` reckons how long it lasts.
   * @asType integer
   * @minimum 10
   * @maximum 1000000
   */
  batteryMilliampHours?: number;
}
