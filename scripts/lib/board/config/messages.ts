import type { Id } from "./names";

/** What a board hears and says besides its readings, commands and states. */

/** What is heard of other people's messages. */
export interface Hearing {
  /**
   * The topic, or many of them by wildcards: + stands for one level, # at the end for all that follow. {name} and {mac} stand for the
   * board's name and the chip's address.
   */
  topic: string;
  /** Quality of service that messages are asked for with: 0 at most once, 1 at least once, 2 exactly once. */
  qos: 0 | 1 | 2;
  /**
   * Whether a message counts that the broker had kept from before. It comes again at each new connection.
   */
  retained: boolean;
}

/** Topics that the board's program hears: `subscriptions.<id>.onMessage(…)`. */
export interface SubscriptionConfig extends Hearing {
  id: Id;
  /**
   * The longest payload in bytes; a longer one is counted as refused, and told.
   * @asType integer
   * @minimum 1
   * @maximum 4000
   */
  longestBytes: number;
}

/** A topic that the board's program publishes on: `publications.<id>.publish(…)`. */
export interface PublicationConfig {
  id: Id;
  /** The topic. Default: <base>/<id> */
  topic: string;
  /**
   * Quality of service: 0 at most once, 1 at least once, 2 exactly once. 1 and 2 use the outbox; with 0, what cannot be sent at once is
   * dropped and counted.
   */
  qos: 0 | 1 | 2;
  /** Whether the broker keeps the last message, for who comes later. */
  retain: boolean;
}
