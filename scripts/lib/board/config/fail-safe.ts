/** Safety without a broker. */

export interface FailSafe {
  /**
   * How long the node may be without a broker, in seconds, also from boot on. A broker that does not close the connection but
   * falls silent is found out by a ping, after three quarters of keepAliveSeconds; the time counts from there. An attempt to
   * connect that nobody answers may block the chip, and make it up to 10 s more.
   * @asType integer
   * @minimum 1
   * @maximum 604800
   */
  afterSeconds: number;
  /** The command it then gives itself, once; "keep" leaves it as it is. When the broker is back it stays so. */
  action: string | number;
}

/** What an actuator does by itself when no broker can command it any more. */
export interface OnOffFailSafe extends FailSafe {
  /** The command it then gives itself, once; "keep" leaves it as it is. When the broker is back it stays so. */
  action: "keep" | "OFF" | "ON";
}

/**
 * A level in percent.
 * @asType integer
 * @minimum 0
 * @maximum 100
 */
type Percent = number;

/** What a dimmable output does by itself when no broker can command it any more. */
export interface LevelFailSafe extends FailSafe {
  /** The command it then gives itself, once; "keep" leaves it as it is. When the broker is back it stays so. */
  action: "keep" | "OFF" | "ON" | Percent;
}
